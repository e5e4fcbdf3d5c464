import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { runningKernel } from "../../facts/running-kernel.ts";

export const noRebootPending = defineControl({
  id: "no-reboot-pending",
  title: "No update waits for a restart",
  why: "A fixed library protects nothing while a program still runs the old one.",
  severity: "medium",
  area: "updates",
  covers: ["R065", "R067", "R075"],
  applies: everyHost,
  facts: { kernel: runningKernel },
  verdict({ kernel: { restartWanted, restartFor, outdated } }) {
    if (restartWanted)
      return broken(`the host asks for a restart: ${restartFor.slice(0, 4).join(", ") || "no package is named"}`);
    return outdated.length > 0
      ? broken(`${outdated.slice(0, 5).join(", ")} run libraries that an update has replaced`)
      : holds("nothing waits for a restart");
  },
  attempt: { none: "what a program has loaded shows only on the host" },
  fix: () => [byHand("Restart the programs that are named, or the host in the next maintenance window.")],
  references: [
    "man needrestart",
    "https://www.debian.org/doc/debian-policy/ch-opersys.html#signaling-that-a-reboot-is-required",
  ],
});
