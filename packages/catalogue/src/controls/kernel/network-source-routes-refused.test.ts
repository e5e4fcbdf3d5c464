import { testControl } from "../../../testing/test-control.ts";
import { networkSourceRoutesRefused } from "./network-source-routes-refused.ts";

testControl(networkSourceRoutesRefused, {
  holds: {
    "Debian 12 as installed: the value of all covers every interface": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_source_route": "0",
            "net.ipv4.conf.default.accept_source_route": "1",
            "net.ipv4.conf.eth0.accept_source_route": "1",
          },
          persisted: {},
        },
      },
    },
    "every interface on its own": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_source_route": "1",
            "net.ipv4.conf.default.accept_source_route": "0",
            "net.ipv4.conf.eth0.accept_source_route": "0",
          },
          persisted: {},
        },
      },
    },
  },
  broken: {
    "both say yes": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_source_route": "1",
            "net.ipv4.conf.default.accept_source_route": "1",
            "net.ipv4.conf.eth0.accept_source_route": "1",
          },
          persisted: {},
        },
      },
      because: /is 1/,
    },
    "opened at the next start": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_source_route": "0",
            "net.ipv4.conf.default.accept_source_route": "1",
            "net.ipv4.conf.eth0.accept_source_route": "1",
          },
          persisted: { "net.ipv4.conf.all.accept_source_route": "1" },
        },
      },
      because: /next start/,
    },
  },
});
