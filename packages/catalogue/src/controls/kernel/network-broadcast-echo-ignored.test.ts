import { testControl } from "../../../testing/test-control.ts";
import { networkBroadcastEchoIgnored } from "./network-broadcast-echo-ignored.ts";

testControl(networkBroadcastEchoIgnored, {
  holds: {
    "Debian 12 as installed": {
      facts: {
        settings: {
          live: { "net.ipv4.icmp_echo_ignore_broadcasts": "1", "net.ipv4.icmp_ignore_bogus_error_responses": "1" },
          persisted: {},
        },
      },
    },
  },
  broken: {
    answers: {
      facts: {
        settings: {
          live: { "net.ipv4.icmp_echo_ignore_broadcasts": "0", "net.ipv4.icmp_ignore_bogus_error_responses": "1" },
          persisted: {},
        },
      },
      because: /broadcasts is 0/,
    },
    "logs every bogus answer": {
      facts: {
        settings: {
          live: { "net.ipv4.icmp_echo_ignore_broadcasts": "1", "net.ipv4.icmp_ignore_bogus_error_responses": "0" },
          persisted: {},
        },
      },
      because: /bogus/,
    },
  },
});
