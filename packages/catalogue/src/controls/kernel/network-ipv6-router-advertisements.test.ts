import { testControl } from "../../../testing/test-control.ts";
import { networkIpv6RouterAdvertisements } from "./network-ipv6-router-advertisements.ts";

const ipv6 = (
  value: string,
  eth0 = value,
  names: readonly string[] = ["accept_ra", "accept_redirects"],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`net.ipv6.conf.all.${name}`, value],
      [`net.ipv6.conf.default.${name}`, value],
      [`net.ipv6.conf.eth0.${name}`, eth0],
      [`net.ipv6.conf.lo.${name}`, "1"],
    ]),
  );

testControl(networkIpv6RouterAdvertisements, {
  holds: {
    "fixed address and route": { facts: { settings: { live: ipv6("0"), persisted: {} } } },
    "no IPv6 in the kernel": {
      facts: { settings: { live: { "net.ipv4.ip_forward": "0" }, persisted: {} } },
      because: /off/,
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { settings: { live: ipv6("1"), persisted: {} } },
      because: /is 1/,
      stays: true,
    },
    "fixed address and route, and redirects are still taken": {
      facts: {
        settings: {
          live: { ...ipv6("0", "0", ["accept_ra"]), ...ipv6("1", "1", ["accept_redirects"]) },
          persisted: {},
        },
      },
      because: /accept_redirects is 1/,
    },
    "all is 0, and the interface still listens": {
      facts: { settings: { live: ipv6("0", "1"), persisted: {} } },
      because: /eth0/,
      stays: true,
    },
  },
  notApplicable: { "the vendor announces the route": { allow: ["router-advertisements"] } },
});
