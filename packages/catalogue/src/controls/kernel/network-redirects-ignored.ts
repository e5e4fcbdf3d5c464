import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.conf.*.accept_redirects": ["0"], "net.ipv4.conf.*.secure_redirects": ["0"] };

export const networkRedirectsIgnored = defineControl({
  id: "network-redirects-ignored",
  title: "Nobody on the network redirects our traffic",
  why: "A redirect from a neighbour sends the traffic of the host through the neighbour.",
  severity: "medium",
  area: "kernel",
  covers: ["R057"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted),
  attempt: { none: "a redirect would have to be forged on the network of the host" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.5, 3.3.6"],
});
