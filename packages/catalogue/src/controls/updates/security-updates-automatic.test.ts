import { testControl } from "../../../testing/test-control.ts";
import { securityUpdatesAutomatic } from "./security-updates-automatic.ts";

const daily = { "APT::Periodic::Update-Package-Lists": ["1"], "APT::Periodic::Unattended-Upgrade": ["1"] };

testControl(securityUpdatesAutomatic, {
  holds: {
    "Ubuntu 24.04 as installed": { facts: { installed: true, apt: daily } },
    "in the words of newer apt": {
      facts: { installed: true, apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["always"] } },
    },
    "a later file wins": {
      facts: { installed: true, apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["0", "1"] } },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { installed: false, apt: { "APT::Get::AllowUnauthenticated": ["0"] } },
      because: /not installed/,
    },
    "installed and never switched on": {
      facts: { installed: true, apt: { "APT::Get::AllowUnauthenticated": ["0"] } },
      because: /is not set/,
    },
    "removed, its settings are still there": { facts: { installed: false, apt: daily }, because: /not installed/ },
    "lists are fetched and nothing is installed": {
      facts: { installed: true, apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["0"] } },
      because: /Unattended-Upgrade 0/,
    },
    "once a week only": {
      facts: { installed: true, apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["7"] } },
      because: /7/,
    },
    "switched off as a whole": {
      facts: { installed: true, apt: { ...daily, "APT::Periodic::Enable": ["0"] } },
      because: /Enable/,
    },
  },
});
