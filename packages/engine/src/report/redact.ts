import { canonicalIPv6, isIPv4, isIPv6 } from "./addresses.ts";
import type { Audit } from "../audit.ts";
import { type NameKind, type Names, namesOf } from "./redact-names.ts";

export type { Names } from "./redact-names.ts";

/** Words of ours and moments: they name nobody, and the structure of a report hangs on them. */
const kept: ReadonlySet<string> = new Set(
  "schema version started finished at until control breach turns verdict inside outside area severity side outcome state standing harm answer proven possible role source asRoot".split(
    " ",
  ),
);

const documentationNets = ["192.0.2", "198.51.100", "203.0.113"];

/** Endings of names on the public internet and of private ones; an ending like `.conf` or `.sh` is a file. */
const domainNames =
  /(?<![\w.@/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}(?:com|net|org|io|dev|app|cloud|info|biz|eu|de|fr|uk|nl|ch|at|us|ca|au|jp|in|br|internal|local|lan|corp|example|test|home|arpa|online|shop|site|tech|xyz)(?![\w-]|\.\w)/gi;

interface Alias {
  /** The same text for the same thing, whenever it is asked. */
  readonly of: (kind: string, original: string) => string;
}

function aliases(): Alias {
  const given = new Map<string, string>();
  const counters = new Map<string, number>();
  const next = (kind: string): number => {
    const number = (counters.get(kind) ?? 0) + 1;
    counters.set(kind, number);
    return number;
  };
  const make = (kind: string): string => {
    const number = next(kind);
    if (kind === "domain") return `name-${number}.example`;
    if (kind === "fingerprint") return `SHA256:fingerprint-${number}`;
    if (kind === "hardware") return `00:00:5e:00:53:${(number % 256).toString(16).padStart(2, "0")}`;
    if (kind === "v6") return `2001:db8::${number.toString(16)}`;
    if (kind !== "v4") return `${kind}-${number}`;
    const net = documentationNets[Math.floor((number - 1) / 254)];
    return net === undefined ? `address-${number}` : `${net}.${((number - 1) % 254) + 1}`;
  };
  return {
    of: (kind, original) => {
      const key = `${kind} ${original.toLowerCase()}`;
      const alias = given.get(key) ?? make(kind);
      given.set(key, alias);
      return alias;
    },
  };
}

function redactAddresses(text: string, alias: Alias): string {
  return text
    .replace(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/g, (found) =>
      isIPv4(found) && !/^(?:127\.|0\.0\.0\.0$|255\.)/.test(found) ? alias.of("v4", found) : found,
    )
    .replace(/(?<![\w:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![\w:])/gi, (found) => alias.of("hardware", found))
    .replace(/(?<![\w:.])[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(?![\w:])/gi, (found) => {
      const address = found.replace(/[.:]$/, (end) => (found.endsWith("::") ? end : ""));
      const tail = found.slice(address.length);
      if (!isIPv6(address) || address === "::" || address === "::1") return found;
      return alias.of("v6", canonicalIPv6(address)) + tail;
    });
}

function redactKeys(text: string, alias: Alias): string {
  return text
    .replace(/SHA256:[A-Za-z0-9+/]{43}=?/g, (found) => alias.of("fingerprint", found))
    .replace(/AAAA[A-Za-z0-9+/=]{24,}/g, (found) => alias.of("key", found));
}

function namePattern(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  // Longer first, so that app-10 is not taken for app-1; a name may touch a hyphen or an underscore, never a letter or digit.
  const parts = names
    .toSorted((one, other) => other.length - one.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

/** A function that redacts one text; it remembers what it replaced, so that the same name gets the same alias. */
export function redactor(names: ReadonlyMap<string, NameKind>): (text: string) => string {
  const alias = aliases();
  const lookup = new Map([...names].map(([name, kind]) => [name.toLowerCase(), kind]));
  // Aliases are handed out in the order of the names and not of the texts, so that lists and texts agree.
  for (const [name, kind] of lookup) alias.of(kind, name);
  const pattern = namePattern([...lookup.keys()]);
  const named = (text: string): string =>
    pattern ? text.replace(pattern, (found) => alias.of(lookup.get(found.toLowerCase()) ?? "name", found)) : text;
  return (text) => {
    // Names are replaced last but for domains: an alias never contains a name, while an address may look like part of one.
    const marked = redactKeys(redactAddresses(text, alias), alias);
    return named(
      marked.replace(domainNames, (found) => (/^name-\d+\.example$/.test(found) ? found : alias.of("domain", found))),
    );
  };
}

function redactValue(value: unknown, key: string, redactText: (text: string) => string): unknown {
  if (typeof value === "string") return kept.has(key) ? value : redactText(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, key, redactText));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactValue(item, name, redactText)]));
}

/**
 * The audit with hosts, people, accounts, domains, addresses, key fingerprints and public keys replaced: the same thing
 * by the same alias everywhere in it. Verdicts, answers, control ids, times and counts stay.
 */
export function redact(audit: Audit, names: Names = {}): Audit {
  return redactValue(audit, "", redactor(namesOf(audit, names))) as Audit;
}
