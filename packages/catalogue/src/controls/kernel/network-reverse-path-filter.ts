import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "net.ipv4.conf.*.rp_filter": ["2", "1"] };

export const networkReversePathFilter = defineControl({
  id: "network-reverse-path-filter",
  title: "Packets with a forged sender are dropped",
  why: "Without it a packet that claims to come from a private address is believed, also when it came from outside.",
  severity: "medium",
  area: "kernel",
  covers: ["R044"],
  applies: everyHost,
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, wanted, "either"),
  attempt: { none: "routers on the way drop forged senders before they arrive" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 3.3.7", "https://docs.kernel.org/networking/ip-sysctl.html"],
});
