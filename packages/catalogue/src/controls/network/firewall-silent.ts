import { defineControl, everyHost } from "@secondlock/model";
import { noRefusals } from "../../attempts/silent-ports.ts";
import { firewall } from "../../facts/firewall.ts";
import { isSilent } from "../../facts/firewall-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallSilent = defineControl({
  id: "firewall-silent",
  title: "The firewall drops without an answer",
  why: "An answer tells a scanner that a host is there and which ports are worth a second look.",
  severity: "low",
  area: "network",
  covers: ["R047"],
  applies: everyHost,
  facts: { firewall },
  verdict({ firewall: rules }) {
    const aloud = ([4, 6] as const).filter((family) => !isSilent(rules, family));
    return brokenBy(
      aloud.map((family) => `IPv${family}`),
      "closed ports answer",
      "closed ports stay silent",
    );
  },
  attempt: noRefusals(),
  fix: (wanted) => firewallFix(wanted),
  references: ["https://man.archlinux.org/man/nft.8#VERDICT_STATEMENT"],
});
