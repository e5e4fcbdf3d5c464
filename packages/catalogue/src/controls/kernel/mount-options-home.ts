import { byHand, defineControl, everyHost } from "@secondlock/model";
import { mounts, mountsHave } from "../../facts/mounts.ts";

export const mountOptionsHome = defineControl({
  id: "mount-options-home",
  title: "Home folders hold no devices and no programs that change the account",
  why: "A copied setuid program in a home folder would be a way back to root.",
  severity: "low",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { mounts },
  verdict: ({ mounts: mounted }) => mountsHave(mounted, ["/home"], ["nodev", "nosuid"]),
  attempt: { none: "a program would have to be written there first" },
  fix: () => [
    byHand(
      "Give /home a file system of its own with nodev,nosuid; or mount it onto itself: add to /etc/fstab: /home /home none bind,nodev,nosuid 0 0, and run systemctl daemon-reload and mount /home.",
    ),
  ],
  references: ["CIS Debian 12 1.1.2.3"],
});
