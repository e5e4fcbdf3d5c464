import { byHand, defineControl, everyHost } from "@secondlock/model";
import { sshPort } from "../../attempts/ssh-port.ts";
import { firewall } from "../../facts/firewall.ts";
import { sshOpenness } from "../../facts/ssh-openness.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const sshPortLimited = defineControl({
  id: "ssh-port-limited",
  title: "Only named sources reach the port of SSH",
  why: "A port that is always open to everybody is tried day and night, and the next hole in sshd is tried there first.",
  severity: "medium",
  area: "network",
  covers: ["R028", "R061", "R055"],
  applies: everyHost,
  facts: { sshd: sshdEffective, firewall },
  verdict({ sshd, firewall: rules }, wanted) {
    const ports = (settingsFor(sshd, "root")["port"] ?? "22").split("\n").map(Number);
    const verdicts = ports.map((port) => sshOpenness(rules, port, wanted));
    const worst = ["broken", "unreadable"].map((kind) => verdicts.find(({ inside }) => inside === kind));
    return worst[0] ?? worst[1] ?? verdicts[0] ?? sshOpenness(rules, 22, wanted);
  },
  attempt: sshPort(),
  fix: (wanted) => {
    const declared = wanted.ports.find(({ port, protocol }) => port === (wanted.ssh?.port ?? 22) && protocol === "tcp");
    return declared !== undefined && declared.from !== "anywhere"
      ? firewallFix(wanted)
      : [
          byHand(
            "Declare the port with the hosts that may use it (from: [jump-1]), or closed until it is opened for a time (from: on-demand), keep the provider's console as the way back, and load the firewall.",
          ),
        ];
  },
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["NIST SP 800-41 4.1", "https://manpages.debian.org/bookworm/nftables/nft.8.en.html#SET_STATEMENT"],
});
