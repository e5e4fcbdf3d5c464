/** Reading of data that may be wrong in places: what does not fit is left out, as the schema already complains about it. */

/** Entries of a map whose values are maps; anything else is left out. */
export function settingsOf(value: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return Object.entries(recordOf(value)).map(([key, inner]) => [key, recordOf(inner)]);
}

/** The map, or an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The texts of a list with their position. */
export function textsOf(value: unknown): readonly (readonly [number, string])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => (typeof item === "string" ? [[index, item] as const] : []));
}

/** The value of a map, never something inherited. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
