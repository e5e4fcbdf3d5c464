import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { daysBetween } from "../../facts/days.ts";
import { environmentFiles } from "../../facts/environment-files.ts";
import { recoveryTests } from "../../facts/recovery-tests.ts";

const mostDays = 365;

export const sealedRecovery = defineControl({
  id: "sealed-recovery",
  title: "Sealed files open without host and confirmer, and that was tested within a year",
  why: "Without shares that work, the loss of the confirmer's keys is the loss of every secret.",
  severity: "medium",
  area: "application",
  covers: ["R149"],
  applies: everyHost,
  facts: { files: environmentFiles, tests: recoveryTests },
  verdict({ files: { sealed, today }, tests }) {
    const read = sealed.flatMap(({ path, structure }) => (structure.known ? [{ path, ...structure.value }] : []));
    if (sealed.length === 0) return notApplicable("no sealed file is on the host");
    const none = read.find(({ recovery }) => recovery === 0);
    if (none) return broken(`${none.path} has no recovery recipient`);
    const seen = read.map(({ path, file, recovery }) => {
      const [newest] = tests.filter((test) => test.file === file).toSorted((a, b) => (a.at < b.at ? 1 : -1));
      return { path, recovery, newest, days: newest && daysBetween(newest.at, today) };
    });
    const old = seen.find(({ days }) => days !== undefined && days > mostDays);
    if (old) return broken(`${old.path}: tested ${old.days} days ago`);
    const single = seen.find(({ recovery, newest }) => recovery === 1 && newest?.shares === 1);
    if (single) return broken(`${single.path}: one share opens it, and its loss closes it`);
    const untested = seen.find(({ days }) => days === undefined);
    if (untested || read.length < sealed.length)
      return undecided(`${untested?.path ?? "one of them"}: no test of it is known on this machine`);
    return holds(seen.map(({ path, days }) => `${path}: tested ${days} days ago`).join(", "));
  },
  attempt: { none: "the shares lie with people" },
  fix: () => [
    byHand("secondlock recovery split, then secondlock recovery test where the shares come together, once a year."),
  ],
  references: ["docs/how-to/break-glass.md", "NIST SP 800-57 part 1, B.3"],
});
