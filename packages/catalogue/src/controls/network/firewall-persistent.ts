import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { firewallSaved } from "../../facts/firewall-saved.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallPersistent = defineControl({
  id: "firewall-persistent",
  title: "The firewall comes back after a restart",
  why: "Rules that were only typed in are gone after the next restart, and nobody looks then.",
  severity: "high",
  area: "network",
  covers: ["R049", "R052", "R075"],
  applies: everyHost,
  facts: { saved: firewallSaved },
  verdict({ saved: { enabled, ufwOn, atStart } }) {
    if (enabled.includes("ufw") && ufwOn) return holds("ufw is enabled and switched on");
    const files = enabled.filter((one) => one === "secondlock" || one === "nftables" || one === "netfilter-persistent");
    if (files.length === 0)
      return enabled.some((one) => one !== "ufw")
        ? undecided(`${enabled.join(", ")}: only its own tools tell what it loads`)
        : broken("no program loads rules when the host starts");
    if (!atStart.known) return undecided(`the saved rules do not load in a trial: ${atStart.reason}`);
    const drops = dropsUnnamed(atStart.value, "input", [4, 6]);
    return drops.inside === "holds"
      ? holds(`${files.join(" and ")}: the rules that are loaded drop what is not named`)
      : { ...drops, because: `${files.join(" and ")}: of the rules that are loaded, ${drops.because}` };
  },
  attempt: { none: "the host would have to be restarted" },
  fix: (wanted) => firewallFix(wanted),
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.3.9, 4.3.10"],
});
