import { defineControl, onlyWhere, undecided } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { openBeyond } from "../../facts/file-records.ts";
import { configOf, guardedFiles, usualConfig } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

export const applicationConfigModes = defineControl({
  id: "application-config-modes",
  title: "Only the application reads its production configuration",
  why: "It holds the keys to the database and to other services; every account that reads it has them.",
  severity: "high",
  area: "application",
  covers: ["R229", "R160"],
  applies: onlyWhere((host) => (host.application?.config.length ?? 0) > 0, "no configuration is declared"),
  facts: { guarded: guardedFiles },
  verdict({ guarded }, wanted) {
    const user = wanted.application?.user ?? "root";
    const files = guarded.files.filter((file) => configOf(file, wanted));
    if (files.length === 0) return undecided("the declared configuration is not there");
    const said = { good: `${files.length} files and folders, for ${user} only`, bad: "others can use" };
    return noneOf({ files, complete: guarded.complete }, (file) => openBeyond(file, [user, "root"]), said);
  },
  attempt: readAsOrdinary("application-configuration", "the application's configuration", usualConfig),
  fix(wanted) {
    const user = wanted.application?.user ?? "root";
    const files = (wanted.application?.config ?? []).join(", ");
    return [
      fileModes(guardedFiles, {
        files,
        matches: (file) => configOf(file, wanted),
        most: 0o700,
        owner: user,
        group: user,
      }),
    ];
  },
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "OWASP ASVS 13.3"],
});
