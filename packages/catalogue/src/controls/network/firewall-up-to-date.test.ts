import { testControl } from "../../../testing/test-control.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { asDeclared, chainOf, condition, declaredWith, noFirewall, rule } from "../../../testing/firewall-examples.ts";
import { declaredFirewall } from "../../states/firewall-as-declared.ts";
import { firewallUpToDate } from "./firewall-up-to-date.ts";

const onDemand = { port: 22, protocol: "tcp", reason: "administration", from: [], onDemand: true } as const;
const closed = declaredFirewall(exampleHost({ ports: [onDemand] }));
const opened = {
  chains: closed.chains.map((chain) => ({
    ...chain,
    rules: chain.rules.map((one) => ({
      ...one,
      when: one.when.map((part) =>
        part.on === "source" && part.is.length === 0 ? { ...part, is: ["192.0.2.1"] } : part,
      ),
    })),
  })),
};

testControl(firewallUpToDate, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared } },
    "no firewall at all: others say so": { facts: { firewall: noFirewall } },
    "another firewall, and what is declared comes through": {
      facts: {
        firewall: { chains: [chainOf("input", "drop", [rule("accept", condition("port", "22", "80", "443"))])] },
      },
    },
    "a port on demand, while it is open": { facts: { firewall: opened }, wanted: { ports: [onDemand] } },
  },
  broken: {
    "a rule by hand": {
      facts: { firewall: declaredWith("input", [rule("accept", condition("port", "8080"))]) },
      because: /input has "port 8080 accept"/,
    },
    "a port was declared since": {
      facts: { firewall: asDeclared },
      wanted: {
        ports: [...exampleHost().ports, { port: 8443, protocol: "tcp", reason: "second shop", from: "anywhere" }],
      },
      because: /input lacks "protocol tcp port 8443 accept"/,
    },
    "outbound was declared since": {
      facts: { firewall: asDeclared },
      wanted: { outbound: { mode: "enforce", ports: [] } },
      because: /output/,
    },
    "no longer a drop by default": {
      facts: {
        firewall: {
          chains: asDeclared.chains.map((chain) => ({
            ...chain,
            ...(chain.base && { base: { ...chain.base, policy: "accept" as const } }),
          })),
        },
      },
      because: /is not dropped/,
    },
    "the wrong order": {
      facts: {
        firewall: { chains: asDeclared.chains.map((chain) => ({ ...chain, rules: chain.rules.toReversed() })) },
      },
      because: /order/,
    },
    "another firewall drops what is declared": {
      facts: { firewall: { chains: [chainOf("input", "drop", [])], manager: "ufw" } },
      wanted: { firewall: "nftables" },
      because: /declared and dropped: 22\/tcp, 80\/tcp, 443\/tcp/,
    },
  },
  notApplicable: { "nothing declared": { portsDeclared: false } },
});
