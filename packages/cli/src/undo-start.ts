/** A change on a host: when it began, in UTC, and something random. */
const changeId = /^\d{8}T\d{6}Z-[0-9a-f]{1,32}$/;
const dayAndTime = /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2}))?)?Z?)?$/i;

/**
 * Where an undo begins, as the host compares it with the ids of its changes: the id itself, or a day or time in UTC without
 * what stands between its digits. Undefined for anything else, because any word could be compared, and most of them would
 * take back everything. Pure.
 */
export function undoStart(text: string): string | undefined {
  if (changeId.test(text)) return text;
  const [matched, year = "", , month = "", day = "", hour, minute, second] = dayAndTime.exec(text) ?? [];
  const whole = `${year}-${month}-${day}T${hour ?? "00"}:${minute ?? "00"}:${second ?? "00"}`;
  const date = new Date(`${whole}Z`);
  if (matched === undefined || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(whole)) return undefined;
  // the Z goes: a shorter time would come behind every longer one with it
  return `${year}${month}${day}${hour === undefined ? "" : `T${hour}${minute ?? ""}${second ?? ""}`}`;
}
