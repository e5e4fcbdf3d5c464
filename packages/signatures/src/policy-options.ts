import { type Algorithm, algorithms, isAlgorithm } from "./algorithm.ts";
import { isFieldName } from "./component.ts";
import type { FieldKnowledge } from "./component-value.ts";
import type { KeyLookup } from "./key.ts";
import { limits } from "./limits.ts";
import type { NonceStore } from "./nonces/nonce-store.ts";
import { isLabel } from "./signature-fields.ts";
import {
  defaultParameters,
  isParameterName,
  isParameterText,
  type ParameterName,
  parameterNames,
} from "./signature-parameters.ts";
import { fieldTypes } from "./structured-field.ts";

/** What a verifier demands. Times are seconds. */
export interface PolicyOptions extends FieldKnowledge {
  readonly keys: KeyLookup;
  /** Needed unless `parameters` leaves `nonce` out. When given, every nonce that is there is burnt. */
  readonly nonces?: NonceStore;
  /** What the signature was made for. Needed unless `parameters` leaves `tag` out. */
  readonly tag?: string;
  /**
   * Labels that must be there and verify, all of them. Without it: every signature with the policy's tag, at least one;
   * without a tag too: every signature.
   */
  readonly labels?: readonly string[];
  /** Components that must be covered, instead of the default ones; the digest of a body is demanded besides. */
  readonly components?: readonly string[];
  /** Parameters that must be there, instead of created, expires, nonce, keyid and tag. */
  readonly parameters?: readonly ParameterName[];
  /** Longest time between `created` and now; 300 when not given. */
  readonly maximumAge?: number;
  /** How far the clocks of the two sides may differ; 5 when not given. */
  readonly tolerance?: number;
  readonly algorithms?: readonly Algorithm[];
  /**
   * Hosts that answer here, such as `api.example.com` or `api.example.com:8443`. Without a port: on the scheme's own port.
   * Not given: whatever the message says, as long as it is signed.
   */
  readonly authorities?: readonly string[];
  /** Bytes; 1 MiB when not given. */
  readonly maximumBody?: number;
  /** `ignored`: the body is not read and not vouched for. */
  readonly body?: "covered" | "ignored";
  /** Seconds since 1970, for tests. */
  readonly now?: () => number;
}

type Check = readonly [what: string, fits: (value: unknown) => boolean];

const isFunction = (value: unknown): boolean => typeof value === "function";
const amount: Check = ["a number, not negative", (value) => Number.isFinite(value) && (value as number) >= 0];
const listOf = (
  what: string,
  fits: (each: unknown) => boolean,
  least: number,
  most = Number.POSITIVE_INFINITY,
): Check => [
  `a list of ${what}`,
  (value) => Array.isArray(value) && value.length >= least && value.length <= most && value.every(fits),
];
const isText = (value: unknown): boolean => typeof value === "string";

/** What each option has to be. An option that has no line here is refused by name. */
const checks: Readonly<Record<keyof PolicyOptions, Check>> = {
  keys: ["a function that gives the key of a keyid", isFunction],
  nonces: [
    "a nonce store, which has a function burn",
    (value) => isFunction((value as { burn?: unknown } | null)?.burn),
  ],
  tag: [`printable ASCII, from 1 to ${limits.string} characters`, isParameterText],
  labels: listOf(`1 to ${limits.labels} labels, such as sig1`, isLabel, 1, limits.labels),
  components: listOf(`at most ${limits.components} components`, isText, 0, limits.components),
  parameters: listOf(`parameters: ${parameterNames.join(", ")}`, isParameterName, 0),
  maximumAge: amount,
  tolerance: amount,
  algorithms: listOf(`algorithms, at least one: ${algorithms.join(", ")}`, isAlgorithm, 1),
  authorities: listOf("hosts, at least one", isText, 1),
  maximumBody: amount,
  body: ["covered or ignored", (value) => value === "covered" || value === "ignored"],
  now: ["a function that gives seconds", isFunction],
  structuredFields: [
    `a Map from lower-case field names to ${fieldTypes.join(", ")}`,
    (value) =>
      value instanceof Map && [...value].every(([name, type]) => isFieldName(name) && fieldTypes.includes(type)),
  ],
  listFields: ["a Set of lower-case field names", (value) => value instanceof Set && [...value].every(isFieldName)],
};

/** Throws TypeError, which names the option: what came from JavaScript, or from a file, may have any name and any type. */
export function checkOptions(options: PolicyOptions): void {
  for (const name in options) demand(Object.hasOwn(checks, name), `there is no option ${name}`);
  for (const [name, [what, fits]] of Object.entries(checks)) {
    const value: unknown = options[name as keyof PolicyOptions];
    demand(fits(value) || (value === undefined && name !== "keys"), `${name} has to be ${what}`);
  }
  const needed = options.parameters ?? defaultParameters;
  const needs = (name: ParameterName): boolean => needed.includes(name);
  demand(options.tag !== undefined || !needs("tag"), "say which tag, or leave tag out of parameters");
  demand(options.nonces !== undefined || !needs("nonce"), "give a nonce store, or leave nonce out of parameters");
  demand(
    options.nonces === undefined || needs("created") || needs("expires"),
    "a nonce can only be forgotten after created or expires: demand one of them, or give no nonce store",
  );
}

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`definePolicy: ${what}`);
}
