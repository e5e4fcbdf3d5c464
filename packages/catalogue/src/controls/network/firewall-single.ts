import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { type FirewallSaved, firewallSaved } from "../../facts/firewall-saved.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallSingle = defineControl({
  id: "firewall-single",
  title: "One program manages the firewall",
  why: "Two managers overwrite each other's rules, and after a restart nobody knows which of them won.",
  severity: "medium",
  area: "network",
  covers: ["R040", "R052", "R075"],
  applies: everyHost,
  facts: { saved: firewallSaved },
  verdict({ saved }) {
    const active = activeOf(saved);
    return active.length === 1
      ? holds(`${active[0]} manages the firewall`)
      : broken(
          active.length === 0 ? "no program loads rules when the host starts" : `${active.join(" and ")} are enabled`,
        );
  },
  attempt: { none: "which program wrote the rules is not seen from outside" },
  fix: (wanted) => firewallFix(wanted),
  references: ["CIS Debian 12 4.1.1"],
});

/**
 * Our table and the file of nftables.service are two files of one program: none overwrites the other, and ours is loaded
 * again whenever that file is.
 */
function activeOf({ enabled, ufwOn }: FirewallSaved): FirewallSaved["enabled"] {
  const active = enabled.filter((one) => one !== "ufw" || ufwOn);
  return active.includes("secondlock") ? active.filter((one) => one !== "nftables") : active;
}
