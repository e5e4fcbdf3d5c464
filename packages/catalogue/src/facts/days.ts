/** Whole days from one day or time to another, `2026-11-22` or `2026-11-22T20:00:00Z`; undefined where one of them is none. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000;
  return Number.isFinite(days) ? days : undefined;
}
