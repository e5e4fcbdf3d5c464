import { testControl } from "../../../testing/test-control.ts";
import { securityUpdatesAutomatic } from "./security-updates-automatic.ts";

const daily = { "APT::Periodic::Update-Package-Lists": ["1"], "APT::Periodic::Unattended-Upgrade": ["1"] };

testControl(securityUpdatesAutomatic, {
  holds: {
    "Ubuntu 24.04 as installed": { facts: { apt: daily } },
    "in the words of newer apt": { facts: { apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["always"] } } },
    "a later file wins": { facts: { apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["0", "1"] } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { apt: { "APT::Get::AllowUnauthenticated": ["0"] } }, because: /is not set/ },
    "lists are fetched and nothing is installed": {
      facts: { apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["0"] } },
      because: /Unattended-Upgrade 0/,
    },
    "once a week only": { facts: { apt: { ...daily, "APT::Periodic::Unattended-Upgrade": ["7"] } }, because: /7/ },
    "switched off as a whole": { facts: { apt: { ...daily, "APT::Periodic::Enable": ["0"] } }, because: /Enable/ },
  },
});
