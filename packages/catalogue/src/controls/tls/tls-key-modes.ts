import { defineControl, notApplicable, onlyWhere } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { openBeyond } from "../../facts/file-records.ts";
import { guardedFiles, isSiteKey } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

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
  verdict({ guarded }, wanted) {
    const files = guarded.files.filter((file) => isSiteKey(file, wanted));
    if (files.length === 0) return notApplicable("no key lies in the usual places or where the service file says");
    const accounts = ["root", "ssl-cert", ...(wanted.application ? [wanted.application.user] : [])];
    const said = { good: `${files.length} keys, for the service only`, bad: "others can read" };
    return noneOf({ files, complete: guarded.complete }, (file) => openBeyond(file, accounts), said);
  },
  attempt: readAsOrdinary("tls-keys", "the site's private keys", ({ application }) => application?.tlsKeys ?? []),
  fix(wanted) {
    const user = wanted.application?.user ?? "root";
    const key = { files: "private keys of the site", most: 0o400, owner: user, group: user };
    return [fileModes(guardedFiles, { ...key, matches: (file) => isSiteKey(file, wanted) })];
  },
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`, `custody:${host.id}`] }),
  references: ["CWE-732", "RFC 9325"],
});
