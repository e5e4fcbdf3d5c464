import { defineControl, onlyWhere } from "@secondlock/model";
import { kernelSettings, settingsHold, type KernelSettings, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

export const noIpForwarding = defineControl({
  id: "no-ip-forwarding",
  title: "The kernel forwards no packets",
  why: "A host that is no router must not carry packets between its networks.",
  severity: "medium",
  area: "network",
  covers: ["R040"],
  applies: onlyWhere(
    ({ allow }) => !allow.includes("router") && !allow.includes("docker"),
    "the service file declares a router or Docker",
  ),
  facts: { settings: kernelSettings },
  verdict: ({ settings }) => settingsHold(settings, off(settings)),
  attempt: { none: "a packet for another network would have to be sent to the host's hardware address" },
  fix: () => [sysctlSettings({ "net.ipv4.ip_forward": ["0"], "net.ipv6.conf.all.forwarding": ["0"] })],
  references: ["CIS Debian 12 3.3.1", "https://docs.kernel.org/networking/ip-sysctl.html"],
});

/** A kernel without IPv6 has only the first of the two. */
function off({ live }: KernelSettings): SettingsWanted {
  const ipv6: SettingsWanted =
    live["net.ipv6.conf.all.forwarding"] === undefined ? {} : { "net.ipv6.conf.all.forwarding": ["0"] };
  return { "net.ipv4.ip_forward": ["0"], ...ipv6 };
}
