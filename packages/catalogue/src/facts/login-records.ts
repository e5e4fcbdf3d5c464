import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import { type FileList, fileRecords, recordEnd, recordFormat } from "./file-records.ts";
import { lines, textOf } from "./raw-text.ts";

/** The files in which logins are written down. */
export const loginRecords = defineFact<FileList>({
  id: "login-records",
  title: "files in which logins are written down",
  reads: () => ({
    files: {
      argv: [
        "sh",
        "-c",
        `find -H /var/log/wtmp /var/log/btmp /var/log/lastlog /var/lib/wtmpdb/wtmp.db /var/lib/lastlog/lastlog2.db -maxdepth 0 -printf "$0" 2>/dev/null; ${recordEnd}`,
        recordFormat,
      ],
      root: false,
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});

export interface IdleLogin {
  readonly account: string;
  readonly never: boolean;
}

/** Days without a login after which an account is idle. */
export const idleDays = 90;

/** Accounts whose last login is long ago, or that never had one. */
export const idleLogins = defineFact<readonly IdleLogin[]>({
  id: "idle-logins",
  title: `accounts without a login for ${idleDays} days`,
  reads: () => ({
    list: {
      argv: [
        "sh",
        "-c",
        'command -v lastlog >/dev/null && exec lastlog -b "$1"; exec lastlog2 -b "$1"',
        "sh",
        String(idleDays),
      ],
      bytes: 256 * 1024,
    },
  }),
  parse(raw: RawOutputs): Reading<readonly IdleLogin[]> {
    const text = textOf(raw, "list");
    if (!text.known) return text;
    const rows = lines(text.value).slice(1);
    return known(
      rows.map((row) => ({ account: row.split(/\s/)[0] ?? "", never: row.includes("**Never logged in**") })),
    );
  },
});
