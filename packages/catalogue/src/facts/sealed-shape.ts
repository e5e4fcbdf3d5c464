/** What a member of a sealed file's lines has to be. The lines are a stranger's until their owner is known. */
export type Shape = (value: unknown) => boolean;

export const isText: Shape = (value) => typeof value === "string" && value.length <= 1_024;

export const isCount: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 1;

/** A name of a host, a confirmer or a person. */
export const isName: Shape = (value) => typeof value === "string" && /^[a-z0-9][a-z0-9._-]{0,62}$/.test(value);

/** So many bytes as base64url. */
export const isBytes =
  (length: number): Shape =>
  (value) =>
    typeof value === "string" && value.length === Math.ceil((length * 4) / 3) && /^[A-Za-z0-9_-]*$/.test(value);

export const isRecipient: Shape = (value) => typeof value === "string" && /^age1[a-z0-9]{40,100}$/.test(value);

export const isOrigin: Shape = (value) =>
  typeof value === "string" && /^https?:\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/.test(value);

export const isList =
  (fits: Shape, most: number): Shape =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(fits);

/** An object with at least these members. */
export const membersOf =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(members).every(
      ([name, fits]) => Object.hasOwn(value, name) && fits((value as Readonly<Record<string, unknown>>)[name]),
    );

/** The one text as JSON, which then has this shape; undefined when there is none, or several. */
export function parseObject(texts: readonly string[], fits: Shape): unknown {
  const [text = ""] = texts;
  if (texts.length !== 1) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
