import { sealedFilesOf } from "./sealed-files.ts";
import type { ServiceFile } from "./schema.ts";

/** The day on which a value of a sealed file was set, as its line says. */
export interface ValueAge {
  /** Path of the sealed file, as in the service file. */
  readonly file: string;
  readonly name: string;
  /** `2026-11-22`, UTC. */
  readonly day: string;
}

/** A value whose rotation is near or has passed. */
export interface RotationDue {
  readonly file: string;
  readonly name: string;
  /** Last day on which the value is young enough: `2027-02-20`. */
  readonly until: string;
  /** `due`: within the next {@link soon} days. `overdue`: the last day has passed. */
  readonly state: "due" | "overdue";
  /** Days to go; negative when it is overdue. */
  readonly days: number;
}

/** Days ahead of the last one in which a rotation counts as due. */
export const soon = 14;
const day = 86_400_000;

/** Which values of the sealed files have to be rotated, the oldest first. Pure; days are UTC. A value without `every` never is. */
export function rotationDue(
  service: Pick<ServiceFile, "secrets">,
  ages: readonly ValueAge[],
  today: string,
): readonly RotationDue[] {
  const every = new Map(
    sealedFilesOf(service).flatMap(({ path, rotate }) =>
      rotate.map((rotation) => [`${path}\n${rotation.name}`, rotation.every] as const),
    ),
  );
  return ages
    .flatMap(({ file, name, day: set }): readonly RotationDue[] => {
      const days = every.get(`${file}\n${name}`);
      if (days === undefined) return [];
      const end = Date.parse(set) + days * day;
      const left = Math.round((end - Date.parse(today)) / day);
      if (left > soon) return [];
      const until = new Date(end).toISOString().slice(0, 10);
      return [{ file, name, until, state: left < 0 ? "overdue" : "due", days: left }];
    })
    .toSorted((a, b) => a.days - b.days || (a.name < b.name ? -1 : 1));
}
