import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.tcp_syncookies": ["1"] };

export const networkSynCookies = defineControl({
  id: "network-syn-cookies",
  title: "Half-open connections cannot fill the host",
  why: "A flood of first packets from forged senders would keep everybody else out.",
  severity: "medium",
  area: "kernel",
  covers: ["R206"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted),
  attempt: { none: "a flood is not harmless" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.10"],
});
