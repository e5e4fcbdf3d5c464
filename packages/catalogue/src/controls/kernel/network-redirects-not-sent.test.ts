import { testControl } from "../../../testing/test-control.ts";
import { networkRedirectsNotSent } from "./network-redirects-not-sent.ts";

testControl(networkRedirectsNotSent, {
  holds: {
    "all interfaces": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.send_redirects": "0",
            "net.ipv4.conf.default.send_redirects": "0",
            "net.ipv4.conf.eth0.send_redirects": "0",
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
            "net.ipv4.conf.all.send_redirects": "1",
            "net.ipv4.conf.default.send_redirects": "1",
            "net.ipv4.conf.eth0.send_redirects": "1",
          },
          persisted: {},
        },
      },
    },
    "one interface": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.send_redirects": "0",
            "net.ipv4.conf.default.send_redirects": "0",
            "net.ipv4.conf.eth0.send_redirects": "1",
          },
          persisted: {},
        },
      },
      because: /eth0/,
    },
  },
  notApplicable: { "a declared router": { allow: ["router"] } },
});
