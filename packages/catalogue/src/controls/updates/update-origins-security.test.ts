import { testControl } from "../../../testing/test-control.ts";
import { updateOriginsSecurity } from "./update-origins-security.ts";

const on = { "APT::Periodic::Unattended-Upgrade": ["1"] };

testControl(updateOriginsSecurity, {
  holds: {
    "Debian 12 with unattended-upgrades": {
      facts: {
        apt: {
          ...on,
          "Unattended-Upgrade::Origins-Pattern::": [
            "origin=Debian,codename=${distro_codename},label=Debian",
            "origin=Debian,codename=${distro_codename}-security,label=Debian-Security",
          ],
        },
      },
    },
    "Ubuntu 24.04 as installed": {
      facts: {
        apt: {
          ...on,
          "Unattended-Upgrade::Allowed-Origins::": [
            "${distro_id}:${distro_codename}",
            "${distro_id}:${distro_codename}-security",
          ],
        },
      },
    },
  },
  broken: {
    "only the release itself": {
      facts: {
        apt: { ...on, "Unattended-Upgrade::Origins-Pattern::": ["origin=Debian,codename=bookworm,label=Debian"] },
      },
      because: /no security archive/,
    },
    "the package is not installed, so there is no list": { facts: { apt: on }, because: /0 origins/ },
  },
});
