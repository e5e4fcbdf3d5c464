import { createHmac, randomBytes } from "node:crypto";
import { fromText, toText } from "../bytes.ts";
import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import type { SealedFile } from "./sealed-file.ts";
import { isBytes, isObject } from "./shape.ts";
import type { Value } from "./value.ts";
import { isVariableName } from "./variable.ts";

/**
 * What a person remembers of the values that he sealed, so that sealing again changes only those that are others now. It holds no value,
 * but whoever has it can try short ones: it is for its owner's eyes only.
 */
export interface PrivateCache {
  /** 32 random bytes. */
  readonly salt: Buffer;
  readonly values: ReadonlyMap<string, Known>;
}

interface Known {
  /** Digest of the box that was sealed: when somebody else set the value since, what is known here is of another one. */
  readonly box: string;
  /** HMAC-SHA256 of name and value, by the salt. */
  readonly hash: string;
}

/** How values that somebody has compare with those that are sealed: names, in their order. */
export interface Changes {
  /** Not in the file. */
  readonly added: readonly string[];
  /** In the file, with another value. */
  readonly changed: readonly string[];
  readonly same: readonly string[];
  /** In the file, and nobody knows here what is in it. */
  readonly unknown: readonly string[];
  /** In the file, and not among the values. */
  readonly gone: readonly string[];
}

export function emptyCache(): PrivateCache {
  return { salt: randomBytes(32), values: new Map() };
}

/** The cache after a file was written in which these values were set. What is in the file no more is forgotten. */
export function rememberValues(
  cache: PrivateCache,
  values: ReadonlyMap<string, string>,
  sealed: SealedFile,
): PrivateCache {
  const known = sealed.values.flatMap((value): readonly (readonly [string, Known])[] => {
    const plain = values.get(value.name);
    const before = knownOf(cache, value);
    if (plain === undefined) return before === undefined ? [] : [[value.name, before]];
    return [[value.name, { box: digestOf(value.box), hash: hashOf(cache, value.name, plain) }]];
  });
  return { salt: cache.salt, values: new Map(known) };
}

/** Which values changed since they were sealed. What the cache does not know is told, never guessed. */
export function changedNames(cache: PrivateCache, values: ReadonlyMap<string, string>, sealed: SealedFile): Changes {
  const inFile = new Map(sealed.values.map((value) => [value.name, value]));
  const changes = { added: [], changed: [], same: [], unknown: [], gone: [] } satisfies Record<string, string[]>;
  const told: Record<keyof Changes, string[]> = changes;
  for (const [name, plain] of values) {
    const value = inFile.get(name);
    const known = value === undefined ? undefined : knownOf(cache, value);
    if (value === undefined) told.added.push(name);
    else if (known === undefined) told.unknown.push(name);
    else told[known.hash === hashOf(cache, name, plain) ? "same" : "changed"].push(name);
  }
  told.gone.push(...[...inFile.keys()].filter((name) => !values.has(name)));
  for (const names of Object.values(told)) names.sort();
  return told;
}

const isKnown = isObject({ box: isBytes(32), hash: isBytes(32) });
const isCache = isObject({
  salt: isBytes(32),
  values: (values) =>
    typeof values === "object" &&
    values !== null &&
    Object.entries(values).every(([name, known]) => isVariableName(name) && isKnown(known)),
});

/** Canonical JSON. */
export function cacheText({ salt, values }: PrivateCache): string {
  return canonicalText({ salt: toText(salt), values: Object.fromEntries(values) });
}

/** Undefined for what is no cache. */
export function parseCache(text: string): PrivateCache | undefined {
  const content = readCanonical(text);
  if (!isCache(content)) return undefined;
  const { salt, values } = content as { readonly salt: string; readonly values: Readonly<Record<string, Known>> };
  return { salt: fromText(salt) ?? Buffer.alloc(0), values: new Map(Object.entries(values)) };
}

function knownOf(cache: PrivateCache, { name, box }: Value): Known | undefined {
  const known = cache.values.get(name);
  return known?.box === digestOf(box) ? known : undefined;
}

function hashOf({ salt }: PrivateCache, name: string, value: string): string {
  return createHmac("sha256", salt).update(canonicalText({ name, value })).digest("base64url");
}
