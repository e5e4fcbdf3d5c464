import { defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, readableByOthers } from "../../facts/file-records.ts";
import { isEditorCopy, leftFiles } from "../../facts/left-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const wrong = (file: FileRecord): boolean =>
  isEditorCopy(file) && readableByOthers(file) && !file.path.startsWith("/var/backups/");

export const editorBackups = defineControl({
  id: "editor-backups",
  title: "No editor's copy can be read by everybody",
  why: "The copy of a configuration keeps its passwords and loses its rights; a web server hands config.php~ out as text.",
  severity: "medium",
  area: "files",
  covers: ["R229", "R146"],
  applies: everyHost,
  facts: { left: leftFiles },
  verdict: ({ left }) => noneOf(left, wrong, { good: "none is readable by others", bad: "everybody can read" }),
  attempt: { none: "the copies are found by their names, which an attempt would have to guess" },
  fix: () => [fileModes(leftFiles, { files: "editors' copies that everybody can read", matches: wrong, most: 0o600 })],
  references: ["CWE-530"],
});
