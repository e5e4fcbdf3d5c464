import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.conf.*.accept_source_route": ["0"] };

export const networkSourceRoutesRefused = defineControl({
  id: "network-source-routes-refused",
  title: "A sender cannot choose the path of its packets",
  why: "A packet that names its own path gets around the firewalls on the usual one.",
  severity: "low",
  area: "kernel",
  covers: ["R057"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted, "either"),
  attempt: { none: "routers on the way drop such packets before they arrive" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.8", "https://docs.kernel.org/networking/ip-sysctl.html"],
});
