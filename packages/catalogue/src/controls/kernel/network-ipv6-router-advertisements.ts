import { byHand, defineControl, holds, onlyWhere } from "@secondlock/model";
import { kernelSettings, namesOf, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";

const wanted: SettingsWanted = { "net.ipv6.conf.*.accept_ra": ["0"], "net.ipv6.conf.*.accept_redirects": ["0"] };

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
  fix: () => [
    byHand(
      "First give the host a fixed IPv6 address and route, otherwise IPv6 is lost. Then set net.ipv6.conf.*.accept_ra and accept_redirects to 0; with systemd-networkd also IPv6AcceptRA=no. A vendor that needs announcements is declared with allow: [router-advertisements].",
    ),
  ],
  references: ["CIS Debian 12 3.3.11", "https://www.rfc-editor.org/rfc/rfc6104"],
});
