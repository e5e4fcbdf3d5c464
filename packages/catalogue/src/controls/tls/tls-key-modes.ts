import { defineControl, notApplicable, onlyWhere } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { guardedFiles } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const isKey = ({ path, kind }: FileRecord, declared: readonly string[]): boolean =>
  kind === "file" && (declared.includes(path) || /\.key$|\/privkey\d*\.pem$/.test(path));

export const tlsKeyModes = defineControl({
  id: "tls-key-modes",
  title: "Only the service reads the site's private key",
  why: "Whoever has the key is the site: they read and change what users send, and nobody sees a difference.",
  severity: "high",
  area: "tls",
  covers: ["R218", "R160"],
  applies: onlyWhere(
    (host) => (host.application?.tlsKeys.length ?? 0) > 0 || host.ports.some(({ port }) => port === 443),
    "the host serves no TLS",
  ),
  facts: { guarded: guardedFiles },
  verdict({ guarded }, { application }) {
    const files = guarded.files.filter((file) => isKey(file, application?.tlsKeys ?? []));
    if (files.length === 0)
      return notApplicable("no private key lies in the usual places or where the service file says");
    const owners = ["root", ...(application ? [application.user] : [])];
    const wrong = ({ mode, owner, group }: FileRecord): boolean =>
      !owners.includes(owner) ||
      (mode & 0o037) !== 0 ||
      ((mode & 0o040) !== 0 && ![...owners, "ssl-cert"].includes(group));
    return noneOf({ files, complete: guarded.complete }, wrong, {
      good: `${files.length} keys, for the service only`,
      bad: "others can read",
    });
  },
  attempt: readAsOrdinary("tls-keys", "the site's private keys", ({ application }) => application?.tlsKeys ?? []),
  fix: ({ application }) => {
    const matches = (file: FileRecord): boolean => isKey(file, application?.tlsKeys ?? []);
    return [
      fileModes(guardedFiles, {
        files: "private keys of the site",
        matches,
        most: 0o400,
        owner: application?.user ?? "root",
        group: application?.user ?? "root",
      }),
    ];
  },
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`, `custody:${host.id}`] }),
  references: ["CWE-732", "RFC 9325"],
});
