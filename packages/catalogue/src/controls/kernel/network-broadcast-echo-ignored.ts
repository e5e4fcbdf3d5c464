import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = {
  "net.ipv4.icmp_echo_ignore_broadcasts": ["1"],
  "net.ipv4.icmp_ignore_bogus_error_responses": ["1"],
};

export const networkBroadcastEchoIgnored = defineControl({
  id: "network-broadcast-echo-ignored",
  title: "The host does not answer pings to everybody",
  why: "One forged ping to a whole network makes every host on it answer the victim.",
  severity: "low",
  area: "kernel",
  covers: ["R057"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted),
  attempt: { none: "a ping to everybody would reach other hosts as well" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.3, 3.3.4"],
});
