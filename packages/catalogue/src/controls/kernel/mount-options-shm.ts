import { byHand, defineControl, everyHost } from "@secondlock/model";
import { mounts, mountsHave } from "../../facts/mounts.ts";

export const mountOptionsShm = defineControl({
  id: "mount-options-shm",
  title: "Programs cannot run from shared memory",
  why: "Everybody can write to /dev/shm, and nothing of it is left after a restart: a good place to hide a program.",
  severity: "low",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { mounts },
  verdict: ({ mounts: mounted }) => mountsHave(mounted, ["/dev/shm"], ["nodev", "nosuid", "noexec"]),
  attempt: { none: "a program would have to be written there first" },
  fix: () => [
    byHand("Add to /etc/fstab: tmpfs /dev/shm tmpfs nodev,nosuid,noexec 0 0, and run mount -o remount /dev/shm."),
  ],
  references: ["CIS Debian 12 1.1.2.2"],
});
