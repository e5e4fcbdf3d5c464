import { testControl } from "../../../testing/test-control.ts";
import { asDeclared, noFirewall, stockNftables } from "../../../testing/firewall-examples.ts";
import { firewallPersistent } from "./firewall-persistent.ts";

testControl(firewallPersistent, {
  holds: {
    "nftables with rules that drop": {
      facts: { saved: { enabled: ["nftables"], ufwOn: false, atStart: { known: true, value: asDeclared } } },
    },
    "our own unit": {
      facts: { saved: { enabled: ["secondlock"], ufwOn: false, atStart: { known: true, value: asDeclared } } },
      because: /^secondlock/,
    },
    ufw: { facts: { saved: { enabled: ["ufw"], ufwOn: true, atStart: { known: true, value: noFirewall } } } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { saved: { enabled: [], ufwOn: false, atStart: { known: true, value: noFirewall } } },
      because: /no program/,
    },
    "Ubuntu 24.04 as installed": {
      facts: { saved: { enabled: ["ufw"], ufwOn: false, atStart: { known: true, value: noFirewall } } },
      because: /no program/,
    },
    "nftables with the file of the package": {
      facts: { saved: { enabled: ["nftables"], ufwOn: false, atStart: { known: true, value: stockNftables } } },
      because: /accepted/,
    },
    "saved for IPv4 only": {
      facts: {
        saved: {
          enabled: ["netfilter-persistent"],
          ufwOn: false,
          atStart: {
            known: true,
            value: { chains: asDeclared.chains.map((chain) => ({ ...chain, families: [4] as const })) },
          },
        },
      },
      because: /IPv6/,
    },
  },
});
