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

export const parameterNames = ["created", "expires", "nonce", "alg", "keyid", "tag"] as const;

/** What a signature has, and a policy demands, when nobody says otherwise: all but `alg`, which is a property of the key. */
export const defaultParameters: readonly ParameterName[] = ["created", "expires", "nonce", "keyid", "tag"];

export function isParameterName(name: unknown): name is ParameterName {
  return (parameterNames as readonly unknown[]).includes(name);
}

/** Refuses with `unknown-parameter` and `malformed-parameter`. */
export function readParameters(parameters: Parameters): Outcome<SignatureParameters> {
  // entries, not assignments: a parameter is never a property name that means something to JavaScript
  const read: [string, BareItem][] = [];
  for (const [name, value] of parameters) {
    if (!isParameterName(name)) return refuse("unknown-parameter", name);
    const possible = name === "created" || name === "expires" ? isTime(value) : isParameterText(value);
    if (!possible) return refuse("malformed-parameter", name);
    read.push([name, value]);
  }
  return accept(Object.fromEntries(read) as SignatureParameters);
}

/** In the order in which they are given. Undefined values are left out. */
export function writeParameters(parameters: SignatureParameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return serializeParameters(new Map(given as [string, BareItem][]));
}

/** What a string of a structured field can carry (RFC 9651 3.3.3), and not too long. */
export function isParameterText(value: unknown): value is string {
  return (
    typeof value === "string" && value.length > 0 && value.length <= limits.string && !/[^\u0020-\u007e]/.test(value)
  );
}

/** An integer of a structured field has 15 digits at most (RFC 9651 3.3.1). */
function isTime(value: BareItem): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 1e15;
}
