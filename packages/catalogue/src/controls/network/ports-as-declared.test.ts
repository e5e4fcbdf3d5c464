import { testControl } from "../../../testing/test-control.ts";
import { portsAsDeclared } from "./ports-as-declared.ts";

testControl(portsAsDeclared, {
  holds: {
    "Debian 12 as installed: sshd alone": {
      facts: {
        sockets: [
          { protocol: "tcp", address: "0.0.0.0", port: 22, programs: ["sshd"] },
          { protocol: "tcp", address: "::", port: 22, programs: ["sshd"] },
        ],
      },
      because: /nothing waits on 80/,
    },
    "the resolver of Ubuntu 24.04 on the loopback": {
      facts: {
        sockets: [
          { protocol: "udp", address: "127.0.0.53", port: 53, programs: ["systemd-resolve"] },
          { protocol: "udp", address: "203.0.113.7", port: 68, programs: ["systemd-network"] },
        ],
      },
    },
    "the port behind a redirect": {
      facts: { sockets: [{ protocol: "tcp", address: "*", port: 3003, programs: ["node"] }] },
      wanted: { ports: [{ port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 3003 }] },
      because: /^all 1 open sockets are declared$/,
    },
    "the declared database": {
      facts: { sockets: [{ protocol: "tcp", address: "10.0.0.2", port: 5432, programs: ["postgres"] }] },
      wanted: {
        databases: [{ name: "main", engine: "postgresql", host: "app-1", port: 5432, clients: [], backups: [] }],
      },
    },
  },
  broken: {
    "Redis on all addresses": {
      facts: {
        sockets: [
          {
            protocol: "tcp",
            address: "*",
            port: 6379,
            programs: ["redis-server"],
            unit: "redis.service",
            account: "redis",
          },
        ],
      },
      because: /redis-server on \* port 6379/,
    },
    "only over IPv6": {
      facts: { sockets: [{ protocol: "tcp", address: "::", port: 3306, programs: [] }] },
      because: /unknown program/,
      stays: true,
    },
    UDP: {
      facts: { sockets: [{ protocol: "udp", address: "0.0.0.0", port: 443, programs: ["nginx"] }] },
      because: /443.udp/,
      stays: true,
    },
  },
  notApplicable: { "this machine without a file": { portsDeclared: false } },
  attempt: {
    succeeds: { "Redis is open": [{ kind: "tcp-ports", open: [22, 6379], refused: 98, silent: 0, tried: 100 }] },
    refused: { "declared ports only": [{ kind: "tcp-ports", open: [22, 443], refused: 98, silent: 0, tried: 100 }] },
    inconclusive: {
      "banned: not even SSH answers": [{ kind: "tcp-ports", open: [], refused: 0, silent: 100, tried: 100 }],
    },
  },
});
