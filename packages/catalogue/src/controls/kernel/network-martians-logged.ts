import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.conf.*.log_martians": ["1"] };

export const networkMartiansLogged = defineControl({
  id: "network-martians-logged",
  title: "Packets with impossible addresses are logged",
  why: "They are the first trace of somebody who tries forged senders.",
  severity: "low",
  area: "kernel",
  covers: ["R094"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted, "either"),
  attempt: { none: "routers on the way drop such packets before they arrive" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.9"],
});
