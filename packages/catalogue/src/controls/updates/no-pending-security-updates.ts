import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { pendingUpdates } from "../../facts/pending-updates.ts";

export const noPendingSecurityUpdates = defineControl({
  id: "no-pending-security-updates",
  title: "No security update waits",
  why: "An update that waits is a hole whose description is public.",
  severity: "high",
  area: "updates",
  covers: ["R065"],
  applies: everyHost,
  facts: { updates: pendingUpdates },
  verdict({ updates: { security, held, listHours } }) {
    // held packages have a control of their own
    const waiting = security.filter((name) => !held.includes(name));
    if (waiting.length > 0) return broken(`${waiting.length} wait: ${waiting.slice(0, 5).join(", ")}`);
    if (listHours === undefined) return undecided("the host has no package lists, so nobody can tell");
    if (listHours > 7 * 24) return undecided(`the package lists are ${Math.floor(listHours / 24)} days old`);
    return holds(`none waits, as of ${listHours} hours ago`);
  },
  attempt: { none: "an attack on a known hole is not harmless" },
  fix: () => [byHand("Install them: apt-get update && apt-get --with-new-pkgs upgrade.")],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 1.2.2.1"],
});
