import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { pendingUpdates } from "../../facts/pending-updates.ts";

export const noHeldSecurityUpdates = defineControl({
  id: "no-held-security-updates",
  title: "No package is held back from a security update",
  why: "A hold is set for a day and forgotten for years; every update runs past it in silence.",
  severity: "medium",
  area: "updates",
  covers: ["R065"],
  applies: everyHost,
  facts: { updates: pendingUpdates },
  verdict({ updates: { security, held } }) {
    const missed = held.filter((name) => security.includes(name));
    if (missed.length > 0) return broken(`held back from a security update: ${missed.join(", ")}`);
    return holds(
      held.length === 0 ? "no package is on hold" : `on hold, and no security update waits for: ${held.join(", ")}`,
    );
  },
  attempt: { none: "an attack on a known hole is not harmless" },
  fix: () => [byHand("Release them with apt-mark unhold, then install the update.")],
  references: ["man apt-mark"],
});
