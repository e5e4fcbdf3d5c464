import { defineControl, onlyWhere, undecided } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { guardedFiles, within } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

export const applicationConfigModes = defineControl({
  id: "application-config-modes",
  title: "Only the application reads its production configuration",
  why: "It holds the keys to the database and to other services; every account that reads it has them.",
  severity: "high",
  area: "application",
  covers: ["R229", "R160"],
  applies: onlyWhere(
    (host) => (host.application?.config.length ?? 0) > 0,
    "no configuration of an application is declared",
  ),
  facts: { guarded: guardedFiles },
  verdict({ guarded }, { application }) {
    const user = application?.user ?? "root";
    const files = guarded.files.filter(({ path, kind }) => kind !== "link" && within(path, application?.config ?? []));
    if (files.length === 0) return undecided("the declared configuration is not there");
    const wrong = ({ mode, owner, group }: FileRecord): boolean =>
      ![user, "root"].includes(owner) ||
      (mode & 0o027) !== 0 ||
      ((mode & 0o050) !== 0 && ![user, "root"].includes(group));
    return noneOf({ files, complete: guarded.complete }, wrong, {
      good: `${files.length} files and folders, for ${user} only`,
      bad: "others can use",
    });
  },
  attempt: readAsOrdinary("application-configuration", "the application's configuration", ({ application }) =>
    (application?.config ?? []).flatMap((path) =>
      /\.[^/]+$/.test(path)
        ? [path]
        : ["config-production.json", "production.json", ".env"].map((name) => `${path}/${name}`),
    ),
  ),
  fix: ({ application }) => {
    const matches = ({ path, kind }: FileRecord): boolean => kind !== "link" && within(path, application?.config ?? []);
    const user = application?.user ?? "root";
    return [
      fileModes(guardedFiles, {
        files: (application?.config ?? []).join(", "),
        matches,
        most: 0o700,
        owner: user,
        group: user,
      }),
    ];
  },
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "OWASP ASVS 13.3"],
});
