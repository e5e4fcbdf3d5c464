import { defineFact } from "@secondlock/model";
import { type FileList, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

// only words that are paths of existing files leave the host: a job may carry a password
const programs = String.raw`
/^[ \t]*(#|$)/ || /^[A-Za-z_]+[ \t]*=/ { next }
FILENAME ~ /\/etc\// && ($1 ~ /^@/ ? $2 : $6) != "root" { next }
{ n = split($0, word, /[^A-Za-z0-9._\/+-]+/); for (i = 1; i <= n; i++) if (word[i] ~ /^\/[A-Za-z]/ && !seen[word[i]]++) print word[i] }`;

const script = `for f in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/root; do [ -r "$f" ] && set -- "$@" "$f"; done
p=$1; shift; [ $# -gt 0 ] && jobs=$(awk "$p" "$@"); set -f
[ -n "$jobs" ] && find -L $jobs -maxdepth 0 -type f -printf "$0" 2>/dev/null
set +f; find -H /usr/sbin/cron /usr/sbin/crond /etc/crontab /etc/cron.* /etc/at.allow /etc/at.deny /var/spool/cron/crontabs -maxdepth 1 ! -name .placeholder -printf "$0" 2>/dev/null
${recordEnd}`;

/** Files of cron, and the programs that root's jobs name: modes and owners only. */
export const cronFiles = defineFact<FileList>({
  id: "cron-files",
  title: "modes of cron's files and of the programs that it runs as root",
  reads: () => ({ files: { argv: ["sh", "-c", script, recordFormat, programs], bytes: 256 * 1024, seconds: 5 } }),
  parse: (raw) => fileRecords(raw, "files"),
});

export function cronInstalled({ files }: FileList): boolean {
  return files.some(({ path }) => path === "/usr/sbin/cron" || path === "/usr/sbin/crond");
}
