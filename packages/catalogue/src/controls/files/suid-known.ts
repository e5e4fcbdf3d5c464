import { byHand, defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { isKnownSetuid } from "../../facts/known-setuid.ts";
import { oddFiles, runsAsOwner } from "../../facts/odd-files.ts";

const unknown = (file: FileRecord): boolean => runsAsOwner(file) && !isKnownSetuid(file.path, file.mode);
const open = (file: FileRecord): boolean => runsAsOwner(file) && (file.mode & 0o022) !== 0;

export const suidKnown = defineControl({
  id: "suid-known",
  title: "Only known programs run with the rights of their owner",
  why: "A setuid copy of a shell is the classic door that an attacker leaves open for the next visit.",
  severity: "high",
  area: "files",
  covers: ["R094", "R231"],
  applies: everyHost,
  facts: { odd: oddFiles },
  verdict: ({ odd }) =>
    noneOf(odd, (file) => unknown(file) || open(file), {
      good: `${odd.files.filter(runsAsOwner).length} such programs, all known`,
      bad: "unknown, or others can change it",
    }),
  attempt: { none: "an unknown program is not run to see what it does" },
  fix: () => [
    byHand(
      "Find out where it comes from (dpkg -S FILE). If nothing needs it: chmod u-s,g-s FILE; otherwise declare an exception with its reason.",
    ),
  ],
  references: ["CIS Debian 12 7.1.13"],
});
