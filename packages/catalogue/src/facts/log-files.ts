import { defineFact } from "@secondlock/model";
import {
  type FileList,
  type FileRecord,
  fileRecords,
  readableByOthers,
  recordEnd,
  recordFormat,
  writableByOthers,
} from "./file-records.ts";

const script = `find /var/log -xdev -maxdepth 4 -type f '(' -perm /0007 -o -perm /0020 ')' -printf '${recordFormat}' 2>/dev/null
${recordEnd}`;

/** Logs that others than their owner and group may touch, or that their group may write. */
export const logFiles = defineFact<FileList>({
  id: "log-files",
  title: "rights of the logs",
  reads: () => ({ files: { argv: ["sh", "-c", script], seconds: 5 } }),
  parse: (raw) => fileRecords(raw, "files"),
});

// what packages were installed and who logged in last is no secret, and programs count on reading it
const harmless =
  /^\/var\/log\/(wtmp|btmp|lastlog|faillog|dpkg\.log|alternatives\.log|fontconfig\.log|bootstrap\.log|apt\/[^/]+|installer\/.*|README|cloud-init-output\.log|ubuntu-advantage[^/]*|landscape\/.*)(\.\d+)?(\.gz|\.xz|\.zst)?$/;
const byGroup = /^\/var\/log\/(wtmp|btmp|lastlog)(\.\d+)?(\.gz)?$/;

/** Whether the rights of a log are wider than they need to be. */
export function isOpenLog(file: FileRecord): boolean {
  if (writableByOthers(file)) return true;
  // syslog's group writes its own logs on Ubuntu
  if ((file.mode & 0o020) !== 0 && !byGroup.test(file.path) && !["adm", "systemd-journal", "root"].includes(file.group))
    return true;
  return readableByOthers(file) && !harmless.test(file.path);
}
