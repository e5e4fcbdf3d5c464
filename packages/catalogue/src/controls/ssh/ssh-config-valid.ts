import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { sshdCheck } from "../../facts/sshd-check.ts";
import { sshdConfig } from "../../facts/sshd-config.ts";

export const sshConfigValid = defineControl({
  id: "ssh-config-valid",
  title: "sshd accepts its configuration without a word",
  why: "sshd does not come back from a restart with a faulty file, and it passes over outdated lines that somebody relies on.",
  severity: "medium",
  area: "ssh",
  covers: ["R026", "R075"],
  applies: everyHost,
  facts: { check: sshdCheck, config: sshdConfig },
  verdict({ check, config }) {
    // ssh frames its warnings with a line of @
    const said =
      check.said.find((line) => /[a-z]/i.test(line) && !line.startsWith("@")) ??
      check.said[0] ??
      "sshd refuses its configuration";
    if (!check.valid || check.said.length > 0) return broken(said);
    // sshd -t says nothing of it, although nothing does what the line says
    const outdated = config.lines.find(({ keyword, value }) => keyword === "protocol" && value.includes("1"));
    return outdated
      ? broken(`${outdated.file}:${outdated.line} says Protocol ${outdated.value}, which sshd passes over`)
      : holds("sshd -t says nothing");
  },
  attempt: { none: "a test would need a restart" },
  fix: () => [
    byHand(
      "Run sshd -t, correct or take out the lines that it names, and any Protocol line, then systemctl reload ssh.",
    ),
  ],
  references: ["https://man.openbsd.org/sshd#t", "https://www.openssh.com/txt/release-7.4"],
});
