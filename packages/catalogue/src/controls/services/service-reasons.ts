import { byHand, defineControl, onlyWhere } from "@secondlock/model";
import { brokenBy } from "../../facts/named-verdict.ts";

export const serviceReasons = defineControl({
  id: "service-reasons",
  title: "Every declared port has a reason",
  why: "A port that nobody can explain is a port that nobody closes.",
  severity: "low",
  area: "services",
  covers: ["R059"],
  applies: onlyWhere(({ ports }) => ports.length > 0, "the service file declares no port of this host"),
  facts: {},
  verdict(_facts, wanted) {
    const without = wanted.ports
      .filter(({ reason, port }) => !isReason(reason, port))
      .map(({ port, protocol }) => `${port}/${protocol}`);
    return brokenBy(without, "no reason is given", "each declared port has its reason");
  },
  attempt: { none: "a reason is no setting of the host" },
  fix: () => [byHand("Write in the service file, in a few words, who uses the port and for what.")],
  references: ["CIS Debian 12 2.1.22"],
});

function isReason(reason: string, port: number): boolean {
  const words = reason
    .trim()
    .toLowerCase()
    .replace(String(port), "")
    .replace(/^(port|tcp|udp)\b/, "")
    .trim();
  return words.length >= 3 && !/^(todo|tbd|fixme|unknown|none|n\/a|xxx|\?+|-+)$/.test(words);
}
