import { testControl } from "../../../testing/test-control.ts";
import { noIpForwarding } from "./no-ip-forwarding.ts";

testControl(noIpForwarding, {
  holds: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "net.ipv4.ip_forward": "0", "net.ipv6.conf.all.forwarding": "0" }, persisted: {} } },
    },
    "a kernel without IPv6": { facts: { settings: { live: { "net.ipv4.ip_forward": "0" }, persisted: {} } } },
  },
  broken: {
    "switched on by hand": {
      facts: { settings: { live: { "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "0" }, persisted: {} } },
      because: /ip_forward/,
    },
    "only for IPv6": {
      facts: { settings: { live: { "net.ipv4.ip_forward": "0", "net.ipv6.conf.all.forwarding": "1" }, persisted: {} } },
      because: /ipv6/,
    },
    "from the next start on": {
      facts: {
        settings: {
          live: { "net.ipv4.ip_forward": "0", "net.ipv6.conf.all.forwarding": "0" },
          persisted: { "net.ipv4.ip_forward": "1" },
        },
      },
      because: /next start/,
    },
  },
  notApplicable: { "a router": { allow: ["router"] }, Docker: { allow: ["docker"] } },
});
