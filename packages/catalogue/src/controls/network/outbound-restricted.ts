import { byHand, defineControl, everyHost } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";

export const outboundRestricted = defineControl({
  id: "outbound-restricted",
  title: "Outgoing connections are limited",
  why: "Whoever breaks into the application sends the data out and fetches tools over any port that is open outwards.",
  severity: "medium",
  area: "network",
  covers: ["R054"],
  applies: everyHost,
  facts: { firewall },
  verdict: ({ firewall: rules }) => dropsUnnamed(rules, "output", [4, 6]),
  attempt: { none: "a connection would have to go to a machine that is not ours" },
  fix: () => [
    byHand(
      "Log what goes out for a week. Then drop by default in the output chain, and accept names, time, packages, mail and the addresses that the application needs.",
    ),
  ],
  // what comes in over an open port goes out over the same connection: only data on its way out is held up
  lock: (wanted) => ({ stops: ["read"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.3.8 (output)", "NIST SP 800-41 4.1.3"],
});
