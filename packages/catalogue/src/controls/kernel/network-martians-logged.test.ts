import { testControl } from "../../../testing/test-control.ts";
import { networkMartiansLogged } from "./network-martians-logged.ts";

testControl(networkMartiansLogged, {
  holds: {
    "all covers the interface": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.log_martians": "1",
            "net.ipv4.conf.default.log_martians": "0",
            "net.ipv4.conf.eth0.log_martians": "0",
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
            "net.ipv4.conf.all.log_martians": "0",
            "net.ipv4.conf.default.log_martians": "0",
            "net.ipv4.conf.eth0.log_martians": "0",
          },
          persisted: {},
        },
      },
      because: /is 0/,
    },
  },
});
