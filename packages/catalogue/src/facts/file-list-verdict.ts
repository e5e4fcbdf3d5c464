import { broken, holds, type Inside, undecided } from "@secondlock/model";
import { type FileList, type FileRecord, named } from "./file-records.ts";

/** Broken when the list has any such file; a search that was cut short and found none cannot tell. */
export function noneOf(
  list: FileList,
  wrong: (file: FileRecord) => boolean,
  said: { good: string; bad: string },
): Inside {
  const found = list.files.filter(wrong);
  if (found.length > 0) return broken(`${said.bad}: ${named(found)}`);
  return list.complete ? holds(said.good) : undecided("the search was cut short before it had seen everything");
}
