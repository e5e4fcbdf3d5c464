import { parseRecipient } from "@secondlock/age";
import { fromText } from "../bytes.ts";

/** What a member has to be. */
export type Shape = (value: unknown) => boolean;

export const isCount: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 1;

/** A name of a host, a confirmer or a person. */
export const isName: Shape = (value) => typeof value === "string" && /^[a-z0-9][a-z0-9._-]{0,62}$/.test(value);

/** So many bytes as base64url. */
export const isBytes =
  (length: number): Shape =>
  (value) =>
    typeof value === "string" && fromText(value, length) !== undefined;

export const isRecipient: Shape = (value) => typeof value === "string" && parseRecipient(value).ok;

export const isOneOf =
  (...values: readonly unknown[]): Shape =>
  (value) =>
    values.includes(value);

/** A list without anything twice, where `nameOf` says what a member is known by. */
export const isListOf =
  (fits: Shape, most: number, nameOf: (each: unknown) => unknown = (each) => each): Shape =>
  (value) =>
    Array.isArray(value) &&
    value.length <= most &&
    value.every(fits) &&
    new Set(value.map((each) => nameOf(each))).size === value.length;

/** An object with exactly these members. */
export const isObject =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const names = Object.keys(members);
    return (
      Object.keys(value).length === names.length &&
      names.every((name) => Object.hasOwn(value, name) && members[name]?.((value as Record<string, unknown>)[name]))
    );
  };

/** A second by UTC that there is: `2026-11-21T20:00:00Z`. */
export const isTime: Shape = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  // Date.parse takes the 30th of February for the 2nd of March
  new Date(value).toISOString() === value.replace("Z", ".000Z");

/** A day that there is: `2026-11-22`. */
export const isDay: Shape = (value) => typeof value === "string" && isTime(`${value}T00:00:00Z`);

/** A scheme and an authority, as a browser writes them: `https://confirmer.example`. */
export const isOrigin: Shape = (value) =>
  typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value;
