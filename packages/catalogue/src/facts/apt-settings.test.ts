import { testFact } from "../../testing/test-fact.ts";
import { aptSettings } from "./apt-settings.ts";

testFact(aptSettings, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      dump: 'APT "";\nAPT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\nAcquire::AllowInsecureRepositories "0";\nAcquire::AllowWeakRepositories "0";\nAcquire::AllowDowngradeToInsecureRepositories "0";\nUnattended-Upgrade::Origins-Pattern "";\nUnattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename},label=Debian";\nUnattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename},label=Debian-Security";\nUnattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";\nAPT "";\n',
    },
    gives: {
      APT: ["", ""],
      "APT::Periodic::Update-Package-Lists": ["1"],
      "APT::Periodic::Unattended-Upgrade": ["1"],
      "Acquire::AllowInsecureRepositories": ["0"],
      "Acquire::AllowWeakRepositories": ["0"],
      "Acquire::AllowDowngradeToInsecureRepositories": ["0"],
      "Unattended-Upgrade::Origins-Pattern": [""],
      "Unattended-Upgrade::Origins-Pattern::": [
        "origin=Debian,codename=${distro_codename},label=Debian",
        "origin=Debian,codename=${distro_codename},label=Debian-Security",
        "origin=Debian,codename=${distro_codename}-security,label=Debian-Security",
      ],
    },
  },
});
