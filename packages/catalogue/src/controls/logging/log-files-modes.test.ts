import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { logFilesModes } from "./log-files-modes.ts";

const log = (path: string, mode: number, group = "root"): FileRecord => ({
  path: `/var/log/${path}`,
  mode,
  owner: "root",
  group,
  kind: "file",
});
const logs = (...files: readonly FileRecord[]): { logs: { files: readonly FileRecord[]; complete: boolean } } => ({
  logs: { files, complete: true },
});

testControl(logFilesModes, {
  holds: {
    "Debian 12 as installed": {
      facts: logs(
        log("faillog", 0o644),
        log("lastlog", 0o664, "utmp"),
        log("wtmp", 0o664, "utmp"),
        log("btmp", 0o660, "utmp"),
        log("dpkg.log", 0o644),
        log("apt/history.log", 0o644),
      ),
    },
    "turned over": { facts: logs(log("dpkg.log.1", 0o644), log("alternatives.log.2.gz", 0o644)) },
    "Ubuntu's syslog writes its own": { facts: logs(log("syslog", 0o660, "adm")) },
  },
  broken: {
    "everybody reads who logs in": { facts: logs(log("auth.log", 0o644, "adm")), because: /auth\.log \(0644/ },
    "an application logs for all": { facts: logs(log("shop/app.log", 0o644)), because: /app\.log/ },
    "everybody can write": { facts: logs(log("wtmp", 0o666, "utmp")), because: /0666/ },
    "another group writes": { facts: logs(log("shop/app.log", 0o660, "www-data")), because: /www-data/ },
  },
  attempt: {
    succeeds: { "a log opens": [{ kind: "ordinary-command", status: 0, output: "2" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
