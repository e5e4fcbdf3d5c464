import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { guardedFiles } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const isSecret = ({ path, kind }: FileRecord): boolean => kind === "file" && /^\/etc\/(monit|secondlock)\//.test(path);

export const loginAlertSecretsModes = defineControl({
  id: "login-alert-secrets-modes",
  title: "Only root reads the keys of the alerts",
  why: "Whoever has the address of the chat or the mail password sends false alerts, or reads where the true ones go.",
  severity: "medium",
  area: "logging",
  covers: ["R091", "R083"],
  applies: everyHost,
  facts: { guarded: guardedFiles },
  verdict({ guarded }) {
    const files = guarded.files.filter(isSecret);
    if (files.length === 0) return notApplicable("the host has no files of an alert");
    const said = { good: `${files.length} files, for root only`, bad: "open to others" };
    return noneOf({ files, complete: true }, ({ mode, owner }) => (mode & 0o077) !== 0 || owner !== "root", said);
  },
  attempt: readAsOrdinary("alert-secrets", "the keys of the alerts", () => [
    "/etc/monit/monitrc",
    "/etc/monit/monit-slack-pushover.rb",
    "/etc/secondlock/alerts",
  ]),
  fix: () => [
    fileModes(guardedFiles, {
      files: "/etc/monit/*, /etc/secondlock/*",
      matches: isSecret,
      most: 0o700,
      owner: "root",
      group: "root",
    }),
  ],
  references: ["https://mmonit.com/monit/documentation/monit.html#HOW-TO-MONITOR"],
});
