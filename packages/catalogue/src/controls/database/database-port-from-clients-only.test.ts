import { testControl } from "../../../testing/test-control.ts";
import { withDatabase } from "../../../testing/database-examples.ts";
import { asDeclared, condition, declaredWith, noFirewall, rule } from "../../../testing/firewall-examples.ts";
import { databasePortFromClientsOnly } from "./database-port-from-clients-only.ts";

const at = (address: string) => [{ protocol: "tcp", address, port: 3306, programs: ["mariadbd"] }] as const;
const wanted = withDatabase();

testControl(databasePortFromClientsOnly, {
  holds: {
    "Debian 12 as installed: the loopback": { facts: { sockets: at("127.0.0.1"), firewall: noFirewall }, wanted },
    "the firewall opens it to one address": {
      facts: {
        sockets: at("10.0.0.2"),
        firewall: declaredWith("input", [
          rule("accept", condition("family", "4"), condition("source", "10.0.0.9"), condition("port", "3306")),
        ]),
      },
      wanted,
    },
  },
  broken: {
    "no firewall": { facts: { sockets: at("10.0.0.2"), firewall: noFirewall }, wanted, because: /IPv4, IPv6/ },
    "open over IPv6": {
      facts: {
        sockets: at("*"),
        firewall: { chains: asDeclared.chains.map((chain) => ({ ...chain, families: [4] as const })) },
      },
      wanted,
      because: /IPv6/,
    },
    "open to everybody": {
      facts: { sockets: at("*"), firewall: declaredWith("input", [rule("accept", condition("port", "3306"))]) },
      wanted,
    },
  },
  notApplicable: { "no database here": {} },
  attempt: {
    wanted,
    succeeds: { "it opens for a stranger": [{ kind: "tcp-ports", open: [3306], refused: 0, silent: 0, tried: 1 }] },
    refused: { "it does not": [{ kind: "tcp-ports", open: [], refused: 0, silent: 1, tried: 1 }] },
  },
});
