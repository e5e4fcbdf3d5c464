import { testControl } from "../../../testing/test-control.ts";
import { networkSynCookies } from "./network-syn-cookies.ts";

testControl(networkSynCookies, {
  holds: {
    "Debian 12 as installed": { facts: { settings: { live: { "net.ipv4.tcp_syncookies": "1" }, persisted: {} } } },
  },
  broken: {
    off: { facts: { settings: { live: { "net.ipv4.tcp_syncookies": "0" }, persisted: {} } }, because: /is 0/ },
    "off at the next start": {
      facts: { settings: { live: { "net.ipv4.tcp_syncookies": "1" }, persisted: { "net.ipv4.tcp_syncookies": "0" } } },
      because: /next start/,
    },
  },
});
