import { testControl } from "../../../testing/test-control.ts";
import { serviceReasons } from "./service-reasons.ts";

testControl(serviceReasons, {
  holds: { "as the example declares": { facts: {} } },
  broken: {
    "left empty": {
      facts: {},
      wanted: { ports: [{ port: 8080, protocol: "tcp", reason: "  ", from: "anywhere" }] },
      because: /8080.tcp/,
    },
    "a word that says nothing": {
      facts: {},
      wanted: { ports: [{ port: 8080, protocol: "tcp", reason: "TODO", from: "anywhere" }] },
    },
    "the port again": {
      facts: {},
      wanted: { ports: [{ port: 8080, protocol: "tcp", reason: "port 8080", from: "anywhere" }] },
    },
  },
  notApplicable: { "nothing declared": { ports: [] } },
});
