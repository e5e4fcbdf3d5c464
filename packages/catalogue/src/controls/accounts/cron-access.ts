import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { cronFiles, cronInstalled } from "../../facts/cron-files.ts";
import { type FileRecord, named } from "../../facts/file-records.ts";
import { cronAllowed } from "../../states/cron-allowed.ts";
import { fileModes } from "../../states/file-modes.ts";

const isDirectory = ({ path }: FileRecord): boolean =>
  /^\/etc\/cron\.(d|hourly|daily|weekly|monthly|yearly)$/.test(path);
const isTable = ({ path }: FileRecord): boolean => path === "/etc/crontab";

export const cronAccess = defineControl({
  id: "cron-access",
  title: "Only root makes and sees jobs of cron",
  why: "A job survives logout, reboot and key change: a burglar's favourite way to come back.",
  severity: "low",
  area: "accounts",
  covers: ["R031", "R033"],
  applies: everyHost,
  facts: { cron: cronFiles },
  verdict({ cron }) {
    if (!cronInstalled(cron)) return notApplicable("cron is not installed");
    if (!cron.files.some(({ path }) => path === "/etc/cron.allow"))
      return broken("there is no /etc/cron.allow: every account may make jobs");
    const open = cron.files.filter(
      (file) => (isDirectory(file) || isTable(file)) && (file.owner !== "root" || (file.mode & 0o077) !== 0),
    );
    return open.length === 0
      ? holds("cron.allow names who may, and only root sees the jobs")
      : broken(`open to others: ${named(open)}`);
  },
  attempt: { none: "making a job would change the host" },
  fix: () => [
    cronAllowed(),
    fileModes(cronFiles, { files: "/etc/cron.*", matches: isDirectory, most: 0o700, owner: "root", group: "root" }),
    fileModes(cronFiles, { files: "/etc/crontab", matches: isTable, most: 0o600, owner: "root", group: "root" }),
  ],
  references: ["CIS Debian 12 2.4.1", "https://manpages.debian.org/bookworm/cron/crontab.1.en.html"],
});
