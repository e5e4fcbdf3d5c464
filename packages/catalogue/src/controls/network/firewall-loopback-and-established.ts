import { defineControl, everyHost } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { connectionFaults } from "../../facts/firewall-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallLoopbackAndEstablished = defineControl({
  id: "firewall-loopback-and-established",
  title: "The firewall knows its own connections",
  why: "Answers to the host's own connections must come in, and packets that belong to no connection must not.",
  severity: "low",
  area: "network",
  covers: ["R044", "R045"],
  applies: everyHost,
  facts: { firewall },
  verdict: ({ firewall: rules }) =>
    brokenBy(
      connectionFaults(rules),
      "the rules are incomplete",
      "loopback and answers are accepted, stray packets are not",
    ),
  attempt: { none: "stray packets cannot be sent by an ordinary program" },
  fix: (wanted) => firewallFix(wanted),
  references: ["CIS Debian 12 4.3.6"],
});
