import type { FieldKnowledge } from "./component-value.ts";
import { type DigestAlgorithm, isDigestAlgorithm } from "./digest.ts";
import type { SigningKey } from "./key.ts";
import { type Check, checkEach, isFunction, isText, listOf } from "./option-check.ts";
import { knowledge } from "./policy-options.ts";
import { isParameterName, type ParameterName, parameterNames } from "./signature-parameters.ts";

/** How a message is signed. Times are seconds. */
export interface SignOptions extends FieldKnowledge {
  readonly key: SigningKey;
  /** What the signature is for: the verifier's policy names it. */
  readonly tag?: string;
  /** `sig1` when not given. */
  readonly label?: string;
  /** Instead of the default ones. The digest of a body comes besides, unless it is listed. */
  readonly components?: readonly string[];
  /** All of the body. Its digest is made here, unless the message has one already. */
  readonly body?: Uint8Array;
  readonly digest?: DigestAlgorithm;
  /** Between created and expires; 60 when not given. */
  readonly lifetime?: number;
  /** Instead of a fresh one of 128 bits. */
  readonly nonce?: string;
  /** Parameters in this order; created, expires, nonce, keyid, tag when not given. `alg` is only for verifiers that insist. */
  readonly parameters?: readonly ParameterName[];
  /** Seconds since 1970, for tests. */
  readonly now?: () => number;
}

/** Types only: a label, a tag or a time that no field can carry is refused when it is signed, for people type them. */
const checks: Readonly<Record<keyof SignOptions, Check>> = {
  key: ["a signing key, which has a function sign", (value) => isFunction((value as { sign?: unknown } | null)?.sign)],
  tag: ["a text", isText],
  label: ["a text", isText],
  components: listOf("components", isText, 0),
  body: ["bytes", (value) => value instanceof Uint8Array],
  digest: ["sha-256 or sha-512", (value) => typeof value === "string" && isDigestAlgorithm(value)],
  lifetime: ["a number of seconds", (value) => typeof value === "number"],
  nonce: ["a text", isText],
  parameters: listOf(`parameters: ${parameterNames.join(", ")}`, isParameterName, 0),
  now: ["a function that gives seconds", isFunction],
  ...knowledge,
};

/** Throws TypeError, which names the option. */
export function checkSignOptions(options: SignOptions): void {
  checkEach("sign", options, checks, "key");
}
