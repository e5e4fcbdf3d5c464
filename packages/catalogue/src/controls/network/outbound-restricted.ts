import { byHand, defineControl, everyHost } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

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
  fix: (wanted) => [
    ...(wanted.outbound === undefined ? [] : firewallFix(wanted)),
    ...(wanted.outbound?.mode === "enforce"
      ? []
      : [
          byHand(
            wanted.outbound === undefined
              ? "What has to go out only you can say: a guess would cut off what the service lives by. Write outbound: learn under the host: nothing is dropped then, and the kernel logs what would be."
              : "Look for a week at what the kernel logs (journalctl -k, secondlock-out), declare those ports under outbound: of the host, and set mode: enforce.",
          ),
        ]),
  ],
  // what comes in over an open port goes out over the same connection: only data on its way out is held up
  lock: (wanted) => ({ stops: ["read"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.3.8 (output)", "NIST SP 800-41 4.1.3"],
});
