import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { type FileRecord, named } from "../../facts/file-records.ts";
import { loginRecords as records } from "../../facts/login-records.ts";

const has = (files: readonly FileRecord[], name: RegExp): boolean => files.some(({ path }) => name.test(path));

export const loginRecords = defineControl({
  id: "login-records",
  title: "Logins are written down",
  why: "Who was on the host, when and from where is the first question after a break-in.",
  severity: "low",
  area: "accounts",
  covers: ["R030"],
  applies: everyHost,
  facts: { records },
  verdict({ records: { files } }) {
    if (!has(files, /wtmp/)) return broken("there is no wtmp: logins leave no record");
    if (!has(files, /lastlog/)) return broken("there is no lastlog: last logins are not kept");
    const open = files.filter(({ mode, owner }) => (mode & 0o002) !== 0 || owner !== "root");
    return open.length === 0
      ? holds(files.map(({ path }) => path).join(", "))
      : broken(`others can change it: ${named(open)}`);
  },
  attempt: { none: "whether something is written down shows only in the record" },
  fix: () => [
    byHand(
      "Debian 12: `install -o root -g utmp -m 664 /dev/null /var/log/wtmp`, and the same for lastlog. Debian 13: install libpam-wtmpdb and libpam-lastlog2.",
    ),
  ],
  lock: (wanted) => ({ stops: ["unnoticed"], domains: [`host:${wanted.id}`] }),
  references: ["https://manpages.debian.org/bookworm/manpages/wtmp.5.en.html", "CIS Debian 12 6.2.3"],
});
