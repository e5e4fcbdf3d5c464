import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { firewallSaved } from "../../facts/firewall-saved.ts";

export const firewallSingle = defineControl({
  id: "firewall-single",
  title: "One program manages the firewall",
  why: "Two managers overwrite each other's rules, and after a restart nobody knows which of them won.",
  severity: "medium",
  area: "network",
  covers: ["R040", "R052", "R075"],
  applies: everyHost,
  facts: { saved: firewallSaved },
  verdict({ saved: { enabled, ufwOn } }) {
    const active = enabled.filter((one) => one !== "ufw" || ufwOn);
    return active.length === 1
      ? holds(`${active[0]} manages the firewall`)
      : broken(
          active.length === 0 ? "no program loads rules when the host starts" : `${active.join(" and ")} are enabled`,
        );
  },
  attempt: { none: "which program wrote the rules is not seen from outside" },
  fix: () => [
    byHand(
      "Keep one of nftables, ufw or firewalld. Disable the others and restart the host once to see that the rules are back.",
    ),
  ],
  references: ["CIS Debian 12 4.1.1"],
});
