import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { aptSetting, aptSettings, aptYes } from "../../facts/apt-settings.ts";
import { named } from "../../facts/file-records.ts";
import { packageSources } from "../../facts/package-sources.ts";

const never = [
  "APT::Get::AllowUnauthenticated",
  "Acquire::AllowInsecureRepositories",
  "Acquire::AllowWeakRepositories",
  "Acquire::AllowDowngradeToInsecureRepositories",
];

export const packageTrust = defineControl({
  id: "package-trust",
  title: "Only signed packages are installed",
  why: "Whoever can answer for the archive runs code as root on every host that does not check the signature.",
  severity: "high",
  area: "updates",
  covers: ["R065", "R069"],
  applies: everyHost,
  facts: { apt: aptSettings, packages: packageSources },
  verdict({ apt, packages: { sources, keyrings } }) {
    const allowed = never.filter((name) =>
      [name, `Binary::apt::${name}`].some((each) => aptYes(aptSetting(apt, each))),
    );
    if (allowed.length > 0) return broken(`apt is told to skip the check: ${allowed.join(", ")}`);
    const unsigned = sources.filter(({ text }) =>
      /\b(trusted|allow-insecure|allow-weak)\s*[=:]\s*(yes|true|1)\b/i.test(text),
    );
    if (unsigned.length > 0)
      return broken(`unsigned packages are taken from ${[...new Set(unsigned.map(({ file }) => file))].join(", ")}`);
    const loose = keyrings.files.filter(
      ({ mode, owner, kind }) => kind !== "link" && (owner !== "root" || (mode & 0o022) !== 0),
    );
    return loose.length > 0
      ? broken(`others can change what apt trusts: ${named(loose)}`)
      : holds(`${sources.length} lines of sources, none trusted unseen`);
  },
  attempt: { none: "a forged archive would have to stand in the host's way to the real one" },
  fix: () => [
    byHand(
      "Remove trusted=yes and the Allow... settings, give each source its key with signed-by, and keys to root (mode 0644).",
    ),
  ],
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 1.2.1.1", "man apt-secure"],
});
