import { defineControl, onlyWhere } from "@secondlock/model";
import { sshForwards } from "../../attempts/ssh-own-login.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoAgentForwarding = defineControl({
  id: "ssh-no-agent-forwarding",
  title: "SSH forwards no agent",
  why: "Whoever is root on this host can log in elsewhere with an agent that is forwarded to it; a jump needs none.",
  severity: "medium",
  area: "ssh",
  covers: ["R010", "R018", "R058"],
  applies: onlyWhere(
    ({ allow }) => !allow.includes("agent-forwarding"),
    "agent forwarding is declared in the service file",
  ),
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "allowagentforwarding", (value) => value === "no"),
  attempt: sshForwards("agent"),
  fix: () => [sshdSettings({ allowagentforwarding: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.8 (DisableForwarding)", "https://man.openbsd.org/sshd_config#AllowAgentForwarding"],
});
