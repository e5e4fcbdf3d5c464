import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { release } from "../../facts/release.ts";
import { supportEnds } from "../../facts/support-ends.ts";

export const releaseSupported = defineControl({
  id: "release-supported",
  title: "The release still gets security updates",
  why: "After the end of support every new hole stays open for good.",
  severity: "high",
  area: "updates",
  covers: ["R073"],
  applies: everyHost,
  facts: { release },
  verdict({ release: { id, version, name, today, extended } }) {
    const support = supportEnds[`${id} ${version}`];
    if (!support) return undecided(`no end of support is known for ${name}`);
    const ends = extended ? (support.extended ?? support.ends) : support.ends;
    return today <= ends
      ? holds(`${name} is supported until ${ends}`)
      : broken(`the support of ${name} ended on ${ends}`);
  },
  attempt: { none: "an attack on a known hole is not harmless" },
  fix: () => [byHand("Upgrade to a supported release, or rebuild the host on one.")],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["https://wiki.debian.org/LTS", "https://ubuntu.com/about/release-cycle"],
});
