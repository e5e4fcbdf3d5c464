import { type BareItem, type Parameters, serializeParameters } from "structured-headers";
import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** Metadata of a signature (RFC 9421 2.3). Times are whole seconds since 1970. */
export interface SignatureParameters {
  readonly created?: number;
  readonly expires?: number;
  readonly nonce?: string;
  readonly alg?: string;
  readonly keyid?: string;
  readonly tag?: string;
}

export type ParameterName = keyof SignatureParameters;

const types: ReadonlyMap<string, "number" | "string"> = new Map([
  ["created", "number"],
  ["expires", "number"],
  ["nonce", "string"],
  ["alg", "string"],
  ["keyid", "string"],
  ["tag", "string"],
]);

export function isParameterName(name: string): name is ParameterName {
  return types.has(name);
}

/** Refuses with `unknown-parameter` and `malformed-parameter`. */
export function readParameters(parameters: Parameters): Outcome<SignatureParameters> {
  // entries, not assignments: a parameter is never a property name that means something to JavaScript
  const read: [string, BareItem][] = [];
  for (const [name, value] of parameters) {
    const type = types.get(name);
    if (type === undefined) return refuse("unknown-parameter", name);
    if (typeof value !== type || !isPossible(value)) return refuse("malformed-parameter", name);
    read.push([name, value]);
  }
  return accept(Object.fromEntries(read) as SignatureParameters);
}

/** In the order in which they are given. Undefined values are left out. */
export function writeParameters(parameters: SignatureParameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return serializeParameters(new Map(given as [string, BareItem][]));
}

function isPossible(value: BareItem): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0;
  return (
    typeof value === "string" && value.length > 0 && value.length <= limits.string && !/[^\u0020-\u007e]/.test(value)
  );
}
