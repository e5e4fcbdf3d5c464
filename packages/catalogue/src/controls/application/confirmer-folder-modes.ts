import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { confirmerFiles, confirmerFolder } from "../../facts/confirmer-folder.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import type { FileRecord } from "../../facts/file-records.ts";
import { within } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const open = ({ mode, kind }: FileRecord): boolean => kind !== "link" && (mode & 0o077) !== 0;

export const confirmerFolderModes = defineControl({
  id: "confirmer-folder-modes",
  title: "Only the confirmer reads its keys, its database and its log",
  why: "Its keys are the second lock of every file that names it; its log tells who opens what, and when.",
  severity: "high",
  area: "application",
  covers: ["R160", "R144"],
  applies: everyHost,
  facts: { kept: confirmerFiles },
  verdict({ kept }) {
    if (kept.complete && kept.files.length === 0) return notApplicable("no confirmer is on this host");
    const isClosed = kept.files.some((file) => file.path === confirmerFolder && !open(file));
    const reached = (file: FileRecord): boolean => open(file) && !(isClosed && within(file.path, [confirmerFolder]));
    return noneOf(kept, reached, { good: `${confirmerFolder}: for one account only`, bad: "open to others" });
  },
  attempt: readAsOrdinary("confirmer-files", "what the confirmer keeps", () => [
    `${confirmerFolder}/signer.pem`,
    `${confirmerFolder}/confirmer.db`,
  ]),
  fix: () => [
    fileModes(confirmerFiles, { files: `${confirmerFolder} and its master key`, matches: open, most: 0o700 }),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "docs/how-to/run-a-confirmer.md"],
});
