import { testControl } from "../../../testing/test-control.ts";
import { portsBoundNarrowly } from "./ports-bound-narrowly.ts";

const wanted = { ports: [{ port: 5432, protocol: "tcp", reason: "data", from: ["app-2"] }] } as const;
const host = { addresses: ["203.0.113.7", "10.0.0.2"], ipv6: true };

testControl(portsBoundNarrowly, {
  holds: {
    "bound to the private address": {
      facts: { sockets: [{ protocol: "tcp", address: "10.0.0.2", port: 5432, programs: ["postgres"] }], host },
      wanted,
    },
    "Debian 12 as installed: the loopback": {
      facts: { sockets: [{ protocol: "tcp", address: "127.0.0.1", port: 5432, programs: ["postgres"] }], host },
      wanted,
    },
    "a host without a public address": {
      facts: {
        sockets: [{ protocol: "tcp", address: "*", port: 5432, programs: ["postgres"] }],
        host: { addresses: ["10.0.0.2"], ipv6: true },
      },
      wanted,
    },
  },
  broken: {
    "listen_addresses = *": {
      facts: { sockets: [{ protocol: "tcp", address: "0.0.0.0", port: 5432, programs: ["postgres"] }], host },
      wanted,
      because: /postgres/,
    },
    "bound to the public address": {
      facts: { sockets: [{ protocol: "tcp", address: "203.0.113.7", port: 5432, programs: ["postgres"] }], host },
      wanted,
    },
  },
  notApplicable: {
    "all ports are for everybody": {},
    "an office outside, by its address": {
      ports: [{ port: 22, protocol: "tcp", reason: "administration", from: ["198.51.100.9"] }],
    },
  },
  attempt: {
    wanted,
    succeeds: {
      "a stranger reaches it": [{ kind: "tcp-ports", open: [22, 5432], refused: 0, silent: 98, tried: 100 }],
    },
    refused: { "nobody does": [{ kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 }] },
  },
});
