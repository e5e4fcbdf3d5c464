import { defineControl, onlyWhere } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.conf.*.send_redirects": ["0"] };

export const networkRedirectsNotSent = defineControl({
  id: "network-redirects-not-sent",
  title: "The host redirects nobody",
  why: "Only a router has a reason to; a host that sends them helps to lead neighbours astray.",
  severity: "low",
  area: "kernel",
  covers: ["R057"],
  applies: onlyWhere((host) => !host.allow.includes("router"), "the host is declared as a router"),
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted),
  attempt: { none: "the host would have to be used as a router" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.2"],
});
