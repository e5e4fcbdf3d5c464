import { isHour, isRange, isZone, type Policy, purposes, type Window } from "@secondlock/vault";

/** What somebody said of a policy, or which word of it cannot be read. */
export type PolicyOptions =
  | { readonly ok: true; readonly terms: Partial<Omit<Policy, "version" | "kid" | "hostKey">> }
  | { readonly ok: false; readonly what: string; readonly hint: string };

/** What takes a list back; for a policy that is changed. */
export const policyEnds: readonly PolicyOption[] = [
  { flags: "--no-window", description: "at any hour again" },
  { flags: "--no-proxy", description: "no proxies" },
  { flags: "--no-approver", description: "nobody has to approve" },
];

interface PolicyOption {
  readonly flags: string;
  readonly description: string;
  readonly repeats?: true;
}

/** For the commands that make a policy or change one. */
export const policyOptions: readonly PolicyOption[] = [
  {
    flags: "--source <range>",
    description: "addresses that it opens from: 203.0.113.7/32, 2001:db8::/64; again for more",
    repeats: true,
  },
  {
    flags: "--proxy <range>",
    description: "your own proxies before the confirmer, whose X-Forwarded-For counts; again for more",
    repeats: true,
  },
  {
    flags: "--window <hours>",
    description: 'only then: "mon-fri 08:00-18:00 Europe/Vienna"; again for more',
    repeats: true,
  },
  { flags: "--rate <count/time>", description: "openings in a time: 10/1h" },
  { flags: "--opens <count>", description: "openings in all" },
  { flags: "--expires <day>", description: "last day, UTC: 2027-11-22" },
  { flags: "--approver <name=key>", description: "who may approve; again for more", repeats: true },
  { flags: "--approvals <count>", description: "how many of them have to, each time" },
  { flags: "--purpose <purpose>", description: `only for: ${purposes.join(", ")}; again for more`, repeats: true },
  { flags: "--lease <time>", description: "how long a confirmer goes on that hears nothing of its peers: 15m" },
];

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of `15m`, `1h`, `7d`. */
export function secondsOf(text: string): number | undefined {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = units[unit];
  return factor === undefined || Number(count) === 0 ? undefined : Number(count) * factor;
}

/** Seconds of --grace: how long what was before still counts. None at all is said as 0. */
export function graceOf(text: string): number | undefined {
  return text === "0" ? 0 : secondsOf(text);
}

export function readPolicyOptions(options: Readonly<Record<string, unknown>>): PolicyOptions {
  const terms: { -readonly [member in keyof Policy]?: Policy[member] } = {};
  for (const [name, read] of Object.entries(readers)) {
    const given = options[name];
    if (given === false) {
      Object.assign(terms, read.none ?? {});
      continue;
    }
    if (given === undefined || (Array.isArray(given) && given.length === 0)) continue;
    const words = (Array.isArray(given) ? given : [given]).map(String);
    const part = read.of(words);
    if (part === undefined)
      return { ok: false, what: `--${name} cannot be read: ${words.join(", ")}`, hint: read.hint };
    Object.assign(terms, part);
  }
  return { ok: true, terms };
}

interface Reader {
  /** What `--no-NAME` says. */
  readonly none?: Partial<Policy>;
  readonly of: (words: readonly string[]) => Partial<Policy> | undefined;
  readonly hint: string;
}

const count = (words: readonly string[]): number | undefined =>
  /^\d{1,9}$/.test(words[0] ?? "") ? Number(words[0]) : undefined;
const some = <T>(value: T | undefined, part: (value: T) => Partial<Policy>): Partial<Policy> | undefined =>
  value === undefined ? undefined : part(value);
const all = <T>(
  values: readonly (T | undefined)[],
  part: (values: readonly T[]) => Partial<Policy>,
): Partial<Policy> | undefined => (values.includes(undefined) ? undefined : part(values as readonly T[]));
const range = (word: string): string | undefined => (isRange(word) ? word : undefined);

const rangeHint = "one address ends with /32 or /128, a network has no bit set behind its prefix";

const readers: Readonly<Record<string, Reader>> = {
  source: { of: (words) => all(words.map(range), (sources) => ({ sources })), hint: rangeHint },
  proxy: { none: { proxies: [] }, of: (words) => all(words.map(range), (proxies) => ({ proxies })), hint: rangeHint },
  window: {
    none: { windows: [] },
    of: (words) => all(words.map(windowOf), (windows) => ({ windows })),
    hint: 'days, hours and a place: "mon-fri 08:00-18:00 Europe/Vienna", "mon,sat 22:00-04:00 UTC"',
  },
  rate: { of: ([word = ""]) => some(rateOf(word), (rate) => ({ rate })), hint: "openings and a time: 10/1h, 3/30s" },
  opens: { of: (words) => some(count(words), (maximumOpens) => ({ maximumOpens })), hint: "a number" },
  expires: { of: ([word = ""]) => some(endOf(word), (expires) => ({ expires })), hint: "a day: 2027-11-22" },
  approver: {
    none: { approvers: [], approvals: 0 },
    of: (words) => all(words.map(approverOf), (approvers) => ({ approvers })),
    hint: "name=key; secondlock owner me tells a key",
  },
  approvals: { of: (words) => some(count(words), (approvals) => ({ approvals })), hint: "a number, 0 for nobody" },
  purpose: {
    of: (words) =>
      all(
        words.map((word) => purposes.find((each) => each === word)),
        (some) => ({ purposes: some }),
      ),
    hint: purposes.join(", "),
  },
  lease: { of: ([word = ""]) => some(secondsOf(word), (lease) => ({ lease })), hint: "a time: 15m" },
};

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function windowOf(word: string): Window | undefined {
  const [, which = "", from = "", to = "", zone = ""] = /^([a-z,-]+) (\d\d:\d\d)-(\d\d:\d\d) (\S+)$/i.exec(word) ?? [];
  const chosen = which.split(",").flatMap((part): readonly number[] => {
    const [first, last = first] = part
      .toLowerCase()
      .split("-")
      .map((day) => days.indexOf(day) + 1);
    if (first === undefined || last === undefined || first === 0 || last < first) return [0];
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
  const isGood = which !== "" && !chosen.includes(0) && isHour(from) && isHour(to) && isZone(zone);
  return isGood ? { days: [...new Set(chosen)].toSorted((a, b) => a - b), from, to, zone } : undefined;
}

function rateOf(word: string): Policy["rate"] | undefined {
  const [, opens = "", time = ""] = /^(\d{1,6})\/(.+)$/.exec(word) ?? [];
  const seconds = secondsOf(time);
  return Number(opens) > 0 && seconds !== undefined ? { opens: Number(opens), seconds } : undefined;
}

function endOf(word: string): string | undefined {
  const end = `${word}T23:59:59Z`;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(word) && !Number.isNaN(Date.parse(end));
  return isDay && new Date(end).toISOString().startsWith(word) ? end : undefined;
}

function approverOf(word: string): { readonly name: string; readonly key: string } | undefined {
  const [, name = "", key = ""] = /^([a-z0-9][a-z0-9._-]{0,62})=([A-Za-z0-9_-]{43})$/.exec(word) ?? [];
  return name === "" ? undefined : { name, key };
}
