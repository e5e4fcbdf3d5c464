import { type Algorithm, algorithms } from "./algorithm.ts";
import { type Component, parseComponents } from "./component.ts";
import type { FieldKnowledge } from "./component-value.ts";
import type { KeyLookup } from "./key.ts";
import type { MessageKind } from "./message.ts";
import type { NonceStore } from "./nonces/nonce-store.ts";
import { checkOptions, type PolicyOptions } from "./policy-options.ts";
import { defaultParameters, type ParameterName } from "./signature-parameters.ts";
import { parseAuthority } from "./target.ts";

/** A policy whose every value is checked. Made by {@link definePolicy}. */
export interface Policy extends FieldKnowledge {
  readonly keys: KeyLookup;
  readonly nonces: NonceStore | undefined;
  readonly tag: string | undefined;
  readonly labels: readonly string[] | undefined;
  /** Undefined: the components are none of such a message, and none is accepted. */
  readonly components: Readonly<Record<MessageKind, readonly Component[] | undefined>>;
  /** The components are the default ones: a response covers digest and signature of the request that it answers, too. */
  readonly byDefault: boolean;
  readonly parameters: readonly ParameterName[];
  readonly maximumAge: number;
  readonly tolerance: number;
  readonly algorithms: ReadonlySet<Algorithm>;
  readonly authorities: ReadonlySet<string> | undefined;
  readonly maximumBody: number;
  readonly body: "covered" | "ignored";
  readonly now: () => number;
}

/** Covered by default, besides the digest of a body. A response is bound to the request that it answers. */
export const defaultComponents = {
  request: ["@method", "@authority", "@path", "@query"],
  response: ["@status", "@method;req", "@authority;req", "@path;req", "@query;req"],
} as const;

/** Checks every option. Throws TypeError, which names the option that is wrong: a wrong policy is a bug. */
export function definePolicy(options: PolicyOptions): Policy {
  checkOptions(options);
  const { maximumAge = 300, tolerance = 5, maximumBody = 1_048_576, parameters = defaultParameters } = options;
  return {
    keys: options.keys,
    nonces: options.nonces,
    tag: options.tag,
    labels: options.labels === undefined ? undefined : [...new Set(options.labels)],
    components: demanded(options.components),
    byDefault: options.components === undefined,
    parameters: [...parameters],
    maximumAge,
    tolerance,
    algorithms: new Set(options.algorithms ?? algorithms),
    authorities: authoritiesOf(options.authorities),
    maximumBody,
    body: options.body ?? "covered",
    now: options.now === undefined ? () => Date.now() / 1_000 : checkedClock(options.now),
    ...(options.structuredFields === undefined ? {} : { structuredFields: options.structuredFields }),
    ...(options.listFields === undefined ? {} : { listFields: options.listFields }),
  };
}

/** Compared with what is no number, every time is right. */
function checkedClock(now: () => number): () => number {
  return () => {
    const seconds = now();
    if (!Number.isFinite(seconds))
      throw new TypeError("definePolicy: now has to give seconds since 1970, and no promise");
    return seconds;
  };
}

/** A list that is given must do for a request or for a response. */
function demanded(components: readonly string[] | undefined): Policy["components"] {
  const request = parseComponents(components ?? defaultComponents.request, "request");
  const response = parseComponents(components ?? defaultComponents.response, "response");
  if (!request.ok && !response.ok) throw new TypeError(`definePolicy: ${request.reason}: ${request.detail ?? ""}`);
  return { request: request.ok ? request.value : undefined, response: response.ok ? response.value : undefined };
}

function authoritiesOf(authorities: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (authorities === undefined) return undefined;
  return new Set(
    authorities.map((each) => {
      const authority = parseAuthority(each);
      if (authority === undefined) throw new TypeError(`definePolicy: ${each} is no host, or host and port`);
      return authority;
    }),
  );
}
