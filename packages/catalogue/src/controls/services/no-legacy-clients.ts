import { defineControl, everyHost } from "@secondlock/model";
import { legacyPackages } from "../../facts/legacy-packages.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { legacyPackagesRemoved } from "../../states/legacy-packages-removed.ts";

export const noLegacyClients = defineControl({
  id: "no-legacy-clients",
  title: "No program sends passwords in the clear",
  why: "Whoever has telnet, ftp or rsh at hand uses it one day, with a password that everybody on the way can read.",
  severity: "low",
  area: "services",
  covers: ["R071"],
  applies: everyHost,
  facts: { packages: legacyPackages },
  verdict: ({ packages }) => brokenBy(packages, "installed", "no telnet, rsh, talk, nis, ftp or tftp"),
  attempt: { none: "a program that nobody starts does nothing" },
  fix: () => [legacyPackagesRemoved()],
  references: ["CIS Debian 12, client services"],
});
