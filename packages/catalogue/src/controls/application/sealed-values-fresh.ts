import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { environmentFiles } from "../../facts/environment-files.ts";
import { daysBetween } from "../../facts/days.ts";

export const sealedValuesFresh = defineControl({
  id: "sealed-values-fresh",
  title: "No sealed value is older than its schedule says",
  why: "A key that somebody copied long ago ends with its rotation; people change their passwords on evidence, machines on schedule.",
  severity: "medium",
  area: "application",
  covers: ["R153"],
  applies: onlyWhere(
    ({ sealed = [] }) => sealed.some(({ rotate }) => rotate.some(({ every }) => every !== undefined)),
    "the service file says of no sealed value how old it may become",
  ),
  facts: { files: environmentFiles },
  verdict({ files: { sealed, today } }, wanted) {
    const seen = (wanted.sealed ?? []).flatMap(({ path, rotate }) => {
      const file = sealed.find((one) => one.path === path || one.path.endsWith(`/${path}`));
      const values = file?.structure.known ? file.structure.value.values : [];
      return rotate.flatMap(({ name, every }) => {
        const day = values.find((value) => value.name === name)?.day;
        if (every === undefined) return [];
        return [{ name, every, age: day === undefined ? undefined : daysBetween(day, today) }];
      });
    });
    const overdue = seen.filter(({ age, every }) => age !== undefined && age > every);
    if (overdue.length > 0)
      return broken(overdue.map(({ name, age, every }) => `${name} is ${age} days old, ${every} at most`).join(", "));
    const unseen = seen.filter(({ age }) => age === undefined).map(({ name }) => name);
    if (unseen.length > 0) return undecided(`no sealed file here says when it was set: ${unseen.join(", ")}`);
    const oldest = Math.max(...seen.map(({ age = 0 }) => age));
    return holds(`${seen.length} on schedule, the oldest is ${oldest} days old`);
  },
  attempt: { none: "an old value would have to be used at its provider" },
  fix: () => [byHand("secondlock rotate NAME (docs/how-to/rotate-a-key.md).")],
  references: ["NIST SP 800-57 part 1, 5.3", "OWASP ASVS 13.3"],
});
