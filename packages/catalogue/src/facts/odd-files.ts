import { defineFact } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

// One walk for all: setuid and setgid programs, what everybody may write, what belongs to nobody. Only file systems of this
// host; the layers of containers have accounts of their own. find looks a name up anew for each file: what is root's, which is
// nearly everything, is left out of that, or the walk takes five times as long.
const script = `set -- / $(awk '$3 ~ /^(ext[234]|xfs|btrfs|f2fs|zfs|tmpfs)$/ && $2 != "/" && $2 !~ /\\\\/ && $2 !~ "^/(proc|sys|run/user|var/lib/(docker|containers|lxc|machines))" { print $2 }' /proc/mounts)
find "$@" -xdev -type d '(' -path /proc -o -path /sys -o -path /var/lib/docker -o -path /var/lib/containers -o -path /var/lib/lxc -o -path /var/lib/machines ')' -prune -o '(' '(' -type f -perm /6000 ')' -o '(' -type f -perm -0002 ')' -o '(' -type d -perm -0002 ! -perm -1000 ')' -o ! -uid 0 -nouser -o ! -gid 0 -nogroup ')' -printf '${recordFormat}' 2>/dev/null
${recordEnd}`;

/** Files with rights that few files need, from one bounded walk over the local file systems. */
export const oddFiles = defineFact<FileList>({
  id: "odd-files",
  title: "files with unusual rights",
  reads: () => ({ files: { argv: ["sh", "-c", script], seconds: 20, bytes: 128 * 1024 } }),
  parse: (raw) => fileRecords(raw, "files"),
});

export function runsAsOwner({ kind, mode }: FileRecord): boolean {
  return kind === "file" && (mode & 0o6000) !== 0;
}

/** `find` prints a number where no account has the id. */
export function unowned({ path, owner, group }: FileRecord): boolean {
  const numbers = [owner, group].filter((name) => /^\d+$/.test(name)).map(Number);
  return numbers.length > 0 && !(ofServices.test(path) && numbers.every(isDynamic));
}

/** What systemd keeps for units with DynamicUser=. It gives it a new owner, or takes it away, before another gets the number. */
const ofServices = /^\/(run\/credentials|var\/(lib|cache|log)\/private)\//;

/** systemd takes the numbers for such units from here (systemd.io/UIDS-GIDS), and no account is made with one. */
function isDynamic(number: number): boolean {
  return number >= 61_184 && number <= 65_519;
}
