import { broken, byHand, defineControl, onlyWhere } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { auditorAccount } from "../../facts/auditor-account.ts";
import { ofCollector, overSsh, shutOut } from "../../facts/auditor-verdict.ts";
import { firewall } from "../../facts/firewall.ts";
import { besideAuditor, commandsOf, isAuditorsRule } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";
import { auditorReady, auditorRuled } from "../../states/auditor-ready.ts";
import { firewallForAuditor } from "../../states/firewall-as-declared.ts";

export const auditorConfined = defineControl({
  id: "auditor-confined",
  title: "The auditor's account can read what an audit reads, and nothing else",
  why: "Its key lies where no person types a code, so whoever takes it must get nothing but a list of weak places.",
  severity: "high",
  area: "accounts",
  covers: ["R021"],
  applies: onlyWhere(({ auditor }) => auditor !== undefined, "the service file declares no auditor"),
  each: () => [
    { id: "ssh", title: "what SSH lets it do" },
    { id: "sudo", title: "what sudo lets it do" },
  ],
  facts: { found: auditorAccount, sudoers, accounts, firewall },
  verdict({ found, sudoers: rules, accounts: list, firewall: table }, wanted, instance) {
    const { auditor } = wanted;
    if (auditor === undefined || found.account === undefined) return broken("there is no such account");
    const [address] = shutOut(table, wanted);
    if (instance.id === "ssh" && address !== undefined)
      return broken(`the firewall does not let it in from ${address}`);
    if (instance.id === "ssh") return overSsh(found, auditor);
    const more = commandsOf(besideAuditor(rules, wanted), list, auditor.account);
    if (more.length > 0) return broken(`sudo also lets it run ${more.slice(0, 3).join(", ")}`);
    if (!rules.rules.some((rule) => isAuditorsRule(rule, auditor)))
      return broken("sudo has no rule for the collector alone");
    return ofCollector(found, auditor);
  },
  attempt: { none: "the auditor's private key is not the operator's" },
  fix: (wanted) =>
    wanted.auditor === undefined
      ? [byHand("Declare it in the service file: auditor: { keys: [...], from: [...] }.")]
      : [...auditorReady(wanted), ...auditorRuled(wanted), ...firewallForAuditor(wanted)],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["https://man.openbsd.org/sshd_config#ForceCommand", "https://www.sudo.ws/docs/man/sudoers.man/"],
});
