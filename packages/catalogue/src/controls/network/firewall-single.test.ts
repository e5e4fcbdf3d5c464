import { testControl } from "../../../testing/test-control.ts";
import { asDeclared } from "../../../testing/firewall-examples.ts";
import { firewallSingle } from "./firewall-single.ts";

const atStart = { known: true, value: asDeclared } as const;

testControl(firewallSingle, {
  holds: {
    nftables: { facts: { saved: { enabled: ["nftables"], ufwOn: false, atStart } } },
    "our own unit": { facts: { saved: { enabled: ["secondlock"], ufwOn: false, atStart } }, because: /^secondlock/ },
    "our own unit beside the file of nftables.service": {
      facts: { saved: { enabled: ["secondlock", "nftables"], ufwOn: false, atStart } },
      because: /^secondlock/,
    },
    "nftables, and ufw enabled but switched off as on Ubuntu 24.04": {
      facts: { saved: { enabled: ["nftables", "ufw"], ufwOn: false, atStart } },
      because: /^nftables/,
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { saved: { enabled: [], ufwOn: false, atStart } }, because: /no program/ },
    "Ubuntu 24.04 as installed: ufw is enabled and switched off": {
      facts: { saved: { enabled: ["ufw"], ufwOn: false, atStart } },
      because: /no program/,
    },
    "ufw and nftables": {
      facts: { saved: { enabled: ["nftables", "ufw"], ufwOn: true, atStart } },
      because: /nftables and ufw/,
      stays: true,
    },
    "ufw and nftables, and ours is to take over": {
      facts: { saved: { enabled: ["nftables", "ufw"], ufwOn: true, atStart } },
      wanted: { firewall: "nftables" },
      because: /nftables and ufw/,
    },
    "ours beside saved iptables rules": {
      facts: { saved: { enabled: ["secondlock", "netfilter-persistent"], ufwOn: false, atStart } },
      because: /secondlock and netfilter-persistent/,
      stays: true,
    },
  },
});
