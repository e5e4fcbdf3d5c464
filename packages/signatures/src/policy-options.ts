import { type Algorithm, algorithms, isAlgorithm } from "./algorithm.ts";
import { isFieldName } from "./component.ts";
import type { FieldKnowledge } from "./component-value.ts";
import type { KeyLookup } from "./key.ts";
import { limits } from "./limits.ts";
import type { NonceStore } from "./nonces/nonce-store.ts";
import { amount, type Check, checkEach, demand, isFunction, isText, listOf } from "./option-check.ts";
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

/** What is known of fields, by a verifier and by a signer. */
export const knowledge: Readonly<Record<keyof FieldKnowledge, Check>> = {
  structuredFields: [
    `a Map from lower-case field names to ${fieldTypes.join(", ")}`,
    (value) =>
      value instanceof Map && [...value].every(([name, type]) => isFieldName(name) && fieldTypes.includes(type)),
  ],
  listFields: ["a Set of lower-case field names", (value) => value instanceof Set && [...value].every(isFieldName)],
};

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
  ...knowledge,
};

/** Throws TypeError, which names the option. */
export function checkOptions(options: PolicyOptions): void {
  const call = "definePolicy";
  checkEach(call, options, checks, "keys");
  const needed = options.parameters ?? defaultParameters;
  const needs = (name: ParameterName): boolean => needed.includes(name);
  demand(call, options.tag !== undefined || !needs("tag"), "say which tag, or leave tag out of parameters");
  demand(call, options.nonces !== undefined || !needs("nonce"), "give a nonce store, or leave nonce out of parameters");
  demand(
    call,
    options.nonces === undefined || needs("created") || needs("expires"),
    "a nonce can only be forgotten after created or expires: demand one of them, or give no nonce store",
  );
}
