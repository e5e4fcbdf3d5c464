import { testControl } from "../../../testing/test-control.ts";
import { privateAddress } from "./private-address.ts";

testControl(privateAddress, {
  holds: { "as declared": { facts: { host: { addresses: ["203.0.113.7", "10.0.0.2"], ipv6: true } } } },
  broken: {
    "Debian 12 as installed, on a rented server": {
      facts: { host: { addresses: ["203.0.113.7"], ipv6: true } },
      because: /10\.0\.0\.2/,
    },
    "a public address is called private": {
      facts: { host: { addresses: ["203.0.113.7"], ipv6: true } },
      wanted: { privateAddresses: ["203.0.113.7"] },
      because: /internet/,
    },
  },
  notApplicable: { "none declared": { privateAddresses: [] } },
});
