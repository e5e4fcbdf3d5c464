import { defineControl, everyHost } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { isOpenLog, logFiles } from "../../facts/log-files.ts";
import { fileModes } from "../../states/file-modes.ts";

// members of these groups read logs by right
const script =
  'case " $(id -nG) " in *" adm "*|*" systemd-journal "*) exit 77 ;; esac; head -c1 "$1" | grep -q . && echo "$1"';
const logs = ["/var/log/auth.log", "/var/log/syslog", "/var/log/nginx/access.log", "/var/log/audit/audit.log"];

export const logFilesModes = defineControl({
  id: "log-files-modes",
  title: "Logs are read and written only by those who need to",
  why: "Logs hold names, addresses and now and then a password typed in the wrong place; whoever writes them hides traces.",
  severity: "medium",
  area: "logging",
  covers: ["R078", "R160"],
  applies: everyHost,
  facts: { logs: logFiles },
  verdict: ({ logs: list }) => noneOf(list, isOpenLog, { good: "no log is open to others", bad: "open to others" }),
  attempt: ordinaryTry({
    id: "read-logs",
    title: "read the logs as an ordinary account",
    commands: () => logs.map((log) => ["sh", "-c", script, "sh", log] as const),
  }),
  fix: () => [fileModes(logFiles, { files: "logs that are open to others", matches: isOpenLog, most: 0o640 })],
  references: ["CIS Debian 12 6.1.4"],
});
