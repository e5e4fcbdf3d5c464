import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { baselineUnit, fileIntegrityState } from "../../facts/file-integrity.ts";
import { filesCompared } from "../../states/files-compared.ts";

const mostDays = 35;

export const fileIntegrity = defineControl({
  id: "file-integrity",
  title: "Changed system files are noticed",
  why: "An attacker who stays changes files; somebody has to compare them with what they were.",
  severity: "medium",
  area: "logging",
  covers: ["R094", "R078"],
  applies: everyHost,
  facts: { integrity: fileIntegrityState },
  verdict({ integrity: { installed, databaseDays, daily, baseline } }) {
    if (!installed) return broken("no AIDE, and nothing else that compares files, is installed");
    if (databaseDays === undefined && baseline === "failed")
      return broken(`the first database could not be made (journalctl -u ${baselineUnit})`);
    if (databaseDays === undefined && baseline !== undefined)
      return undecided("the first database is being made in the background; audit again in some minutes");
    if (databaseDays === undefined) return broken("AIDE is installed, and has no database to compare with (aideinit)");
    if (!daily) return broken("nothing runs the comparison every day");
    return databaseDays > mostDays
      ? broken(`the database is ${databaseDays} days old, so every report is full of updates`)
      : holds(`compared every day with a database of ${databaseDays} days`);
  },
  attempt: { none: "a system file would have to be changed" },
  fix: () => [filesCompared()],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 6.3.1, 6.3.2", "man aide"],
});
