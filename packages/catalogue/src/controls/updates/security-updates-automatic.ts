import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { aptDays, aptSetting, aptSettings } from "../../facts/apt-settings.ts";
import { unattendedUpgrades } from "../../facts/unattended-upgrades.ts";
import { aptConfigured } from "../../states/apt-settings.ts";
import { unattendedUpgradesInstalled } from "../../states/unattended-upgrades-installed.ts";

const wanted = { "APT::Periodic::Update-Package-Lists": "1", "APT::Periodic::Unattended-Upgrade": "1" };

export const securityUpdatesAutomatic = defineControl({
  id: "security-updates-automatic",
  title: "Security updates install themselves every day",
  why: "Attacks follow a published fix within days; a host that waits for a person stays open longer than that.",
  severity: "high",
  area: "updates",
  covers: ["R065", "R070"],
  applies: everyHost,
  facts: { apt: aptSettings, installed: unattendedUpgrades },
  verdict({ apt, installed }) {
    if (!installed) return broken("the package unattended-upgrades is not installed, whatever the settings say");
    if (aptSetting(apt, "APT::Periodic::Enable") === "0") return broken("APT::Periodic::Enable is 0, so nothing runs");
    const off = Object.keys(wanted).filter((name) => aptDays(aptSetting(apt, name)) !== 1);
    return off.length > 0
      ? broken(`not every day: ${off.map((name) => `${name} ${aptSetting(apt, name) ?? "is not set"}`).join(", ")}`)
      : holds("lists and upgrades run every day");
  },
  attempt: { none: "whether a host updates itself shows only over days" },
  fix: () => [unattendedUpgradesInstalled(), aptConfigured({ ...wanted, "APT::Periodic::Enable": "1" })],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 1.2.2.1 (by hand)", "https://wiki.debian.org/UnattendedUpgrades"],
});
