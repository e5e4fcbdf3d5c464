import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { cronFiles, cronInstalled } from "../../facts/cron-files.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import type { FileRecord } from "../../facts/file-records.ts";
import { fileModes } from "../../states/file-modes.ts";

// a person's own table belongs to that person, and the directory of tables is the group crontab's
const isRoots = ({ path }: FileRecord): boolean =>
  !path.startsWith("/var/spool/cron/crontabs") || path === "/var/spool/cron/crontabs/root";

export const cronJobsModes = defineControl({
  id: "cron-jobs-modes",
  title: "Only root can change what cron runs as root",
  why: "Who can write to a script that root runs every night is root tomorrow.",
  severity: "high",
  area: "accounts",
  covers: ["R031", "R114", "R127"],
  applies: everyHost,
  facts: { cron: cronFiles },
  verdict({ cron }) {
    if (!cronInstalled(cron)) return notApplicable("cron is not installed");
    return noneOf(cron, (file) => isRoots(file) && (file.owner !== "root" || (file.mode & 0o022) !== 0), {
      good: "every job and program is root's",
      bad: "others can change",
    });
  },
  attempt: { none: "writing to a job would change the host" },
  fix: () => [
    fileModes(cronFiles, {
      files: "jobs of cron, and programs that they run as root",
      matches: isRoots,
      most: 0o7755,
      owner: "root",
    }),
  ],
  references: ["CIS Debian 12 2.4.1", "https://manpages.debian.org/bookworm/cron/cron.8.en.html"],
});
