import { defineControl, onlyWhere } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoX11Forwarding = defineControl({
  id: "ssh-no-x11-forwarding",
  title: "SSH forwards no X11",
  why: "A forwarded display lets a host that obeys an intruder read the keyboard of the administrator.",
  severity: "low",
  area: "ssh",
  covers: ["R018", "R058"],
  applies: onlyWhere(
    ({ allow }) => !allow.includes("x11-forwarding"),
    "X11 forwarding is declared in the service file",
  ),
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "x11forwarding", (value) => value === "no"),
  attempt: { none: "it would need a display on the side of the operator" },
  fix: () => [sshdSettings({ x11forwarding: "no" })],
  references: ["CIS Debian 12 5.1.8 (DisableForwarding)", "https://man.openbsd.org/sshd_config#X11Forwarding"],
});
