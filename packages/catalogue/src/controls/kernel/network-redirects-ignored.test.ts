import { testControl } from "../../../testing/test-control.ts";
import { networkRedirectsIgnored } from "./network-redirects-ignored.ts";

testControl(networkRedirectsIgnored, {
  holds: {
    "all interfaces": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_redirects": "0",
            "net.ipv4.conf.default.accept_redirects": "0",
            "net.ipv4.conf.eth0.accept_redirects": "0",
            "net.ipv4.conf.lo.accept_redirects": "1",
            "net.ipv4.conf.all.secure_redirects": "0",
            "net.ipv4.conf.default.secure_redirects": "0",
            "net.ipv4.conf.eth0.secure_redirects": "0",
            "net.ipv4.conf.lo.secure_redirects": "1",
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
            "net.ipv4.conf.all.accept_redirects": "1",
            "net.ipv4.conf.default.accept_redirects": "1",
            "net.ipv4.conf.eth0.accept_redirects": "1",
            "net.ipv4.conf.lo.accept_redirects": "1",
            "net.ipv4.conf.all.secure_redirects": "1",
            "net.ipv4.conf.default.secure_redirects": "1",
            "net.ipv4.conf.eth0.secure_redirects": "1",
            "net.ipv4.conf.lo.secure_redirects": "1",
          },
          persisted: {},
        },
      },
      because: /is 1/,
    },
    "all is 0, and the interface still takes them": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_redirects": "0",
            "net.ipv4.conf.default.accept_redirects": "0",
            "net.ipv4.conf.eth0.accept_redirects": "1",
            "net.ipv4.conf.lo.accept_redirects": "1",
            "net.ipv4.conf.all.secure_redirects": "0",
            "net.ipv4.conf.default.secure_redirects": "0",
            "net.ipv4.conf.eth0.secure_redirects": "0",
            "net.ipv4.conf.lo.secure_redirects": "1",
          },
          persisted: {},
        },
      },
      because: /eth0/,
    },
    "an interface that comes later would": {
      facts: {
        settings: {
          live: {
            "net.ipv4.conf.all.accept_redirects": "0",
            "net.ipv4.conf.default.accept_redirects": "0",
            "net.ipv4.conf.eth0.accept_redirects": "0",
            "net.ipv4.conf.lo.accept_redirects": "1",
            "net.ipv4.conf.all.secure_redirects": "0",
            "net.ipv4.conf.default.secure_redirects": "1",
            "net.ipv4.conf.eth0.secure_redirects": "0",
            "net.ipv4.conf.lo.secure_redirects": "1",
          },
          persisted: {},
        },
      },
      because: /default/,
    },
  },
});
