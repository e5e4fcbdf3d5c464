import { defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, writableByOthers } from "../../facts/file-records.ts";
import { oddFiles } from "../../facts/odd-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const wrong = (file: FileRecord): boolean => file.kind === "file" && writableByOthers(file);

export const noWorldWritable = defineControl({
  id: "no-world-writable",
  title: "No file can be changed by everybody",
  why: "Whoever takes over the least account writes into it what another account runs or believes.",
  severity: "medium",
  area: "files",
  covers: ["R160", "R231"],
  applies: everyHost,
  facts: { odd: oddFiles },
  verdict: ({ odd }) => noneOf(odd, wrong, { good: "no file is writable by everybody", bad: "everybody can change" }),
  attempt: { none: "a change to somebody's file is not harmless" },
  fix: () => [fileModes(oddFiles, { files: "files that everybody can change", matches: wrong, most: 0o7775 })],
  references: ["CIS Debian 12 7.1.11"],
});
