import { byHand, defineControl, holds, onlyWhere } from "@secondlock/model";
import { kernelSettings, namesOf, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const redirects: SettingsWanted = { "net.ipv6.conf.*.accept_redirects": ["0"] };
const wanted: SettingsWanted = { "net.ipv6.conf.*.accept_ra": ["0"], ...redirects };

export const networkIpv6RouterAdvertisements = defineControl({
  id: "network-ipv6-router-advertisements",
  title: "No neighbour names itself our IPv6 router",
  why: "Any machine on the same network can announce itself as the router, and then reads and changes the traffic of the host.",
  severity: "low",
  area: "kernel",
  covers: ["R057"],
  applies: onlyWhere(
    (host) => !host.allow.includes("router-advertisements"),
    "the host is declared to get its IPv6 route from the network",
  ),
  facts: { settings: kernelSettings },
  verdict: ({ settings }) =>
    namesOf(settings.live, "net.ipv6.conf.*.accept_ra").length === 0
      ? holds("IPv6 is off")
      : settingsHold(settings, wanted),
  attempt: { none: "an announcement would reach other hosts as well" },
  // a redirect only names a shorter way: without it packets go the longer one, and IPv6 stays
  fix: () => [
    sysctlSettings(redirects),
    byHand(
      "First give the host a fixed IPv6 address and route, otherwise IPv6 is lost. Then write net.ipv6.conf.all.accept_ra = 0, and the same for default and for each network card in place of all, into /etc/sysctl.d/60-fixed-ipv6.conf, and run sysctl --system; with systemd-networkd also IPv6AcceptRA=no. A vendor that needs announcements is declared with allow: [router-advertisements].",
    ),
  ],
  references: ["CIS Debian 12 3.3.11", "https://www.rfc-editor.org/rfc/rfc6104"],
});
