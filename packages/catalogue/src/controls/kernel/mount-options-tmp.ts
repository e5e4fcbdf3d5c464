import { byHand, defineControl, everyHost } from "@secondlock/model";
import { mounts, mountsHave } from "../../facts/mounts.ts";

export const mountOptionsTmp = defineControl({
  id: "mount-options-tmp",
  title: "Programs cannot run from the shared temporary folders",
  why: "An attacker who can only write a file needs a place to run it from; /tmp is where every script looks first.",
  severity: "low",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { mounts },
  verdict: ({ mounts: mounted }) => mountsHave(mounted, ["/tmp", "/var/tmp"], ["nodev", "nosuid", "noexec"]),
  attempt: { none: "a program would have to be written there first" },
  fix: () => [
    byHand(
      "Add to /etc/fstab: tmpfs /tmp tmpfs mode=1777,nodev,nosuid,noexec 0 0; and: /var/tmp /var/tmp none bind,nodev,nosuid,noexec 0 0. Run systemctl daemon-reload, mount /tmp and mount /var/tmp, and restart the host soon: what lay in /tmp is covered. Some package scripts run from /tmp: set APT::ExtractTemplates::TempDir first.",
    ),
  ],
  references: ["CIS Debian 12 1.1.2.1, 1.1.2.5"],
});
