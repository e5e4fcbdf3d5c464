import { broken, byHand, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { aptDays, aptSetting, aptSettings } from "../../facts/apt-settings.ts";

const lists = ["Unattended-Upgrade::Origins-Pattern::", "Unattended-Upgrade::Allowed-Origins::"];

export const updateOriginsSecurity = defineControl({
  id: "update-origins-security",
  title: "Automatic updates take the security archive",
  why: "unattended-upgrades installs only from the origins on its list; without the security archive it runs every day and does nothing.",
  severity: "high",
  area: "updates",
  covers: ["R065"],
  applies: everyHost,
  facts: { apt: aptSettings },
  verdict({ apt }) {
    if (aptDays(aptSetting(apt, "APT::Periodic::Unattended-Upgrade")) === 0)
      return notApplicable("automatic updates are off");
    const origins = lists.flatMap((list) => apt[list] ?? []);
    const security = origins.filter((origin) => /security/i.test(origin));
    return security.length > 0
      ? holds(`origins: ${security.slice(0, 2).join("; ")}`)
      : broken(`no security archive among ${origins.length} origins`);
  },
  attempt: { none: "which archive an update comes from shows only with the next update" },
  fix: () => [
    byHand(
      "Put the security archive back into /etc/apt/apt.conf.d/50unattended-upgrades (reinstall unattended-upgrades to get its file).",
    ),
  ],
  references: ["https://wiki.debian.org/UnattendedUpgrades"],
});
