import { known, type Reading, unreadable } from "@secondlock/model";
import {
  isBytes,
  isCount,
  isList,
  isName,
  isOrigin,
  isRecipient,
  isText,
  membersOf,
  parseObject,
} from "./sealed-shape.ts";

/** One confirmer that a wrap needs. */
export interface SealedConfirmer {
  readonly confirmer: string;
  /** `https://confirmer.example` */
  readonly origin: string;
}

/** Who opens with which confirmers: all of them, at once. */
export interface SealedWrap {
  readonly host: string;
  readonly confirmers: readonly SealedConfirmer[];
}

export interface SealedValue {
  readonly name: string;
  /** On which it was set, `2026-11-22`, in UTC; absent where the line does not say. */
  readonly day?: string;
}

/** What a sealed file says of itself without being opened. Nothing of it is more than a claim until its owner is pinned. */
export interface SealedStructure {
  /** Its id. */
  readonly file: string;
  /** Ed25519 of the owner, base64url. */
  readonly owner: string;
  readonly headerVersion: number;
  /** How many recipients open it when all else fails. */
  readonly recovery: number;
  readonly wraps: readonly SealedWrap[];
  readonly values: readonly SealedValue[];
  /** Rises with each edit. */
  readonly sequence: number;
  /** SHA-256 of the whole file, base64url: what a pin remembers. */
  readonly digest: string;
}

const isHeader = membersOf({
  file: isBytes(16),
  owner: isBytes(32),
  version: isCount,
  recovery: isList(isRecipient, 8),
  editors: isList(membersOf({ name: isName, key: isBytes(32) }), 64),
});
const isWrap = membersOf({
  file: isBytes(16),
  host: isName,
  confirmers: isList(membersOf({ confirmer: isName, origin: isOrigin }), 8),
});
const isLast = membersOf({ file: isBytes(16), sequence: isCount, by: isName, lines: isText });

interface Header {
  readonly file: string;
  readonly owner: string;
  readonly version: number;
  readonly recovery: readonly string[];
  readonly editors: readonly { readonly name: string }[];
}

interface Wrap extends SealedWrap {
  readonly file: string;
}

interface Last {
  readonly file: string;
  readonly sequence: number;
  readonly by: string;
  readonly lines: string;
}

/**
 * Reads what a host printed of one sealed file: its lines without signatures and boxes, `above` and `whole` with the SHA-256 of all
 * lines but the last and of the file, in hexadecimal. The signatures are checked by whoever opens it; here only that the lines fit
 * together. Gives a reason for whatever is not in the one form that a sealed file has.
 */
export function readSealed(lines: readonly string[]): Reading<SealedStructure> {
  const rows = lines.map((line): readonly [string, string] => {
    const space = line.indexOf(" ");
    return space === -1 ? [line, ""] : [line.slice(0, space), line.slice(space + 1)];
  });
  const all = (tag: string): readonly string[] => rows.filter(([kind]) => kind === tag).map(([, text]) => text);
  const header = parseObject(all("header"), isHeader) as Header | undefined;
  const last = parseObject(all("last"), isLast) as Last | undefined;
  const wraps = all("wrap").map((text) => parseObject([text], isWrap) as Wrap | undefined);
  const values = all("value").map(valueOf);
  const above = digestOf(all("above"));
  const digest = digestOf(all("whole"));
  if (all("odd").length > 0) return unreadable("it has a line that no sealed file has");
  if (header === undefined) return unreadable("its header is none");
  if (last === undefined || above === undefined || digest === undefined) return unreadable("it has no last line");
  const good = wraps.filter((wrap) => wrap !== undefined);
  if (good.length < wraps.length) return unreadable("what a host opens it with is damaged");
  const named = values.filter((value) => value !== undefined);
  if (named.length < values.length) return unreadable("the line of a value is damaged");
  if (last.lines !== above) return unreadable("lines were changed after the last one was signed");
  if ([last, ...good].some(({ file }) => file !== header.file)) return unreadable("a line belongs to another file");
  if (!header.editors.some(({ name }) => name === last.by))
    return unreadable(`${last.by}, who edited it last, may not`);
  return known({
    file: header.file,
    owner: header.owner,
    headerVersion: header.version,
    recovery: header.recovery.length,
    wraps: good.map(({ host, confirmers }) => ({
      host,
      confirmers: confirmers.map(({ confirmer, origin }) => ({ confirmer, origin })),
    })),
    values: named,
    sequence: last.sequence,
    digest,
  });
}

function valueOf(text: string): SealedValue | undefined {
  const [, name = "", day = ""] = /^([A-Za-z_][A-Za-z0-9_]{0,127}) [1-9]\d{0,14} (\d{4}-\d\d-\d\d|-)$/.exec(text) ?? [];
  if (name === "") return undefined;
  return day === "-" ? { name } : { name, day };
}

/** A SHA-256 as the file has it: base64url of what `sha256sum` prints. */
function digestOf(printed: readonly string[]): string | undefined {
  const [hex = ""] = printed;
  if (printed.length !== 1 || !/^[0-9a-f]{64}$/.test(hex)) return undefined;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const bits = hex.replaceAll(/./g, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0"));
  return (bits.padEnd(258, "0").match(/.{6}/g) ?? []).map((six) => letters[Number.parseInt(six, 2)]).join("");
}

export function namesOf({ values }: SealedStructure): readonly string[] {
  return values.map(({ name }) => name);
}
