import { testControl } from "../../../testing/test-control.ts";
import { networkReversePathFilter } from "./network-reverse-path-filter.ts";

testControl(networkReversePathFilter, {
  holds: {
    "Ubuntu 24.04 as installed": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.rp_filter": "2",
            "net.ipv4.conf.default.rp_filter": "2",
            "net.ipv4.conf.eth0.rp_filter": "2",
          },
          persisted: {},
        },
      },
    },
    "all covers the interface": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.rp_filter": "1",
            "net.ipv4.conf.default.rp_filter": "0",
            "net.ipv4.conf.eth0.rp_filter": "0",
          },
          persisted: {},
        },
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.rp_filter": "0",
            "net.ipv4.conf.default.rp_filter": "0",
            "net.ipv4.conf.eth0.rp_filter": "0",
          },
          persisted: {},
        },
      },
      because: /is 0/,
    },
    "one of two interfaces": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.rp_filter": "0",
            "net.ipv4.conf.default.rp_filter": "2",
            "net.ipv4.conf.eth0.rp_filter": "2",
            "net.ipv4.conf.eth1.rp_filter": "0",
          },
          persisted: {},
        },
      },
      because: /eth1/,
    },
  },
});
