import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { journal } from "../../facts/journal.ts";
import { journalSettings } from "../../states/journal.ts";

export const journalLimits = defineControl({
  id: "journal-limits",
  title: "The journal has a limit, and is kept long enough",
  why: "Without a known limit a flood of messages pushes the traces of an attack out, or fills the disk.",
  severity: "low",
  area: "logging",
  covers: ["R078", "R093"],
  applies: everyHost,
  facts: { journal },
  verdict({ journal: { settings } }) {
    const size = settings["SystemMaxUse"] ?? "";
    if (!/^\d+[KMGT]?$/i.test(size) || /^0+[KMGT]?$/i.test(size))
      return broken("SystemMaxUse is not set: a tenth of the disk, whatever that is");
    if (settings["RateLimitBurst"] === "0" || settings["RateLimitIntervalSec"]?.startsWith("0"))
      return broken("one program may write without a limit of rate");
    return holds(`SystemMaxUse=${size}`);
  },
  attempt: { none: "a flood of messages is not harmless" },
  fix: () => [journalSettings({ SystemMaxUse: "1G", RateLimitIntervalSec: "30s", RateLimitBurst: "10000" })],
  references: ["CIS Debian 12 6.1.1", "man journald.conf"],
});
