import { testControl } from "../../../testing/test-control.ts";
import { dockerPublishedPorts } from "./docker-published-ports.ts";

testControl(dockerPublishedPorts, {
  holds: {
    "published on the loopback": {
      facts: {
        docker: {
          installed: true,
          published: [{ container: "db", address: "127.0.0.1", port: 5432, protocol: "tcp" }],
        },
      },
    },
    "a declared port": {
      facts: {
        docker: { installed: true, published: [{ container: "web", address: "0.0.0.0", port: 443, protocol: "tcp" }] },
      },
    },
  },
  broken: {
    "a database for everybody": {
      facts: {
        docker: { installed: true, published: [{ container: "db", address: "0.0.0.0", port: 5432, protocol: "tcp" }] },
      },
      because: /db on 0.0.0.0 port 5432/,
    },
  },
  notApplicable: { "this machine without a file": { portsDeclared: false } },
  attempt: {
    succeeds: {
      "the container's port is open": [{ kind: "tcp-ports", open: [5432], refused: 0, silent: 98, tried: 100 }],
    },
    refused: { "it is not": [{ kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 }] },
  },
});
