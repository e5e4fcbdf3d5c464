import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { aptSettings, checksSkipped } from "../../facts/apt-settings.ts";
import { named } from "../../facts/file-records.ts";
import { looseKeyrings, packageSources, unsignedSources } from "../../facts/package-sources.ts";

export const packageTrust = defineControl({
  id: "package-trust",
  title: "Only signed packages are installed",
  why: "Whoever can answer for the archive runs code as root on every host that does not check the signature.",
  severity: "high",
  area: "updates",
  covers: ["R065", "R069"],
  applies: everyHost,
  facts: { apt: aptSettings, packages: packageSources },
  verdict({ apt, packages }) {
    const skipped = checksSkipped(apt);
    if (skipped.length > 0) return broken(`apt is told to skip the check: ${skipped.join(", ")}`);
    const unsigned = unsignedSources(packages);
    if (unsigned.length > 0) return broken(`unsigned packages are taken from ${unsigned.join(", ")}`);
    const loose = looseKeyrings(packages);
    if (loose.length > 0) return broken(`others can change what apt trusts: ${named(loose)}`);
    return packages.sources.length === 0
      ? holds("no source is used")
      : holds("no source is trusted without a signature");
  },
  attempt: { none: "a forged archive would have to stand in the host's way to the real one" },
  fix: () => [
    byHand(
      "Remove trusted=yes and the Allow... settings, name each source's key with signed-by, and give keys to root.",
    ),
  ],
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 1.2.1.1", "man apt-secure"],
});
