/** Hours in which something is allowed, by the clock of a place. */
export interface Window {
  /** On which days it begins: 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** `08:00` */
  readonly from: string;
  /** `18:00`, not in it any more. At or before `from`: on the day after. */
  readonly to: string;
  /** A name of the IANA time zone database, such as `Europe/Vienna`. */
  readonly zone: string;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function isZone(name: unknown): boolean {
  try {
    return typeof name === "string" && new Intl.DateTimeFormat("en", { timeZone: name }).format().length > 0;
  } catch {
    return false;
  }
}

export function isHour(text: unknown): boolean {
  return typeof text === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Whether a moment is in one of the windows; without any, it always is. The place's own clock counts, also when it is changed in spring. */
export function isOpen(windows: readonly Window[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isInside(window, at));
}

function isInside({ days, from, to, zone }: Window, at: Date): boolean {
  const { day, time } = localTime(at, zone);
  const before = day === 1 ? 7 : day - 1;
  if (from < to) return days.includes(day) && time >= from && time < to;
  return (days.includes(day) && time >= from) || (days.includes(before) && time < to);
}

function localTime(at: Date, zone: string): { readonly day: number; readonly time: string } {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: weekdays.indexOf(parts.get("weekday") ?? "") + 1, time: `${parts.get("hour")}:${parts.get("minute")}` };
}
