import { isVariableName } from "./variable.ts";
import { isBytes, isCount, isListOf, isName, isObject, isOneOf, isRecipient, type Shape } from "./shape.ts";

/** Who may add and replace values, and cannot read them. */
export interface Editor {
  readonly name: string;
  /** Ed25519, base64url. */
  readonly key: string;
}

/** What the owner decides about a file, and signs. */
export interface Header {
  readonly format: 1;
  /** 16 random bytes, base64url. */
  readonly file: string;
  /** Rises with each change of the header: who was an editor once cannot bring back the header that listed him. */
  readonly version: number;
  /** The recipient of every value, `age1...`. Its identity is what the wraps hold. */
  readonly identity: string;
  /** Recipients that open every value when all else fails, `age1...`. */
  readonly recovery: readonly string[];
  /** Ed25519, base64url. */
  readonly owner: string;
  readonly editors: readonly Editor[];
  /** Variables that decide what is loaded or run, and may be set all the same. */
  readonly loaders: readonly string[];
  /** `all-of`: a wrap needs all of its confirmers. `any-of`: each wrap has one, and one wrap is enough. */
  readonly mode: "all-of" | "any-of";
}

const isVariable: Shape = (value) => typeof value === "string" && isVariableName(value);

export const isHeader = isObject({
  format: isOneOf(1),
  file: isBytes(16),
  version: isCount,
  identity: isRecipient,
  recovery: isListOf(isRecipient, 8),
  owner: isBytes(32),
  editors: isListOf(isObject({ name: isName, key: isBytes(32) }), 64, (editor) => (editor as Editor).name),
  loaders: isListOf(isVariable, 64),
  mode: isOneOf("all-of", "any-of"),
});
