import { type Algorithm, algorithms, isAlgorithm } from "./algorithm.ts";
import { type Component, parseComponents } from "./component.ts";
import type { FieldKnowledge } from "./component-value.ts";
import type { KeyLookup } from "./key.ts";
import type { NonceStore } from "./nonces/nonce-store.ts";
import { isParameterName, type ParameterName } from "./signature-parameters.ts";
import { parseAuthority } from "./target.ts";

/** What a verifier demands. Times are seconds. */
export interface PolicyOptions extends FieldKnowledge {
  readonly keys: KeyLookup;
  /** Needed unless `parameters` leaves `nonce` out. */
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
  /** Hosts that answer here, such as `api.example.com`. Not given: whatever the message says, as long as it is signed. */
  readonly authorities?: readonly string[];
  /** Bytes; 1 MiB when not given. */
  readonly maximumBody?: number;
  /** `ignored`: the body is not read and not vouched for. */
  readonly body?: "covered" | "ignored";
  /** Seconds since 1970, for tests. */
  readonly now?: () => number;
}

/** A policy whose every value is checked. Made by {@link definePolicy}. */
export interface Policy extends FieldKnowledge {
  readonly keys: KeyLookup;
  readonly nonces: NonceStore | undefined;
  readonly tag: string | undefined;
  readonly labels: readonly string[] | undefined;
  readonly components: { readonly request: readonly Component[]; readonly response: readonly Component[] };
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

const defaultParameters: readonly ParameterName[] = ["created", "expires", "nonce", "keyid", "tag"];

/** Throws TypeError when the options contradict one another or name what there is not: a wrong policy is a bug. */
export function definePolicy(options: PolicyOptions): Policy {
  const { maximumAge = 300, tolerance = 5, maximumBody = 1_048_576, parameters = defaultParameters } = options;
  demand(parameters.every(isParameterName), "parameters has a name that the standard does not define");
  demand(
    [maximumAge, tolerance, maximumBody].every((number) => Number.isFinite(number) && number >= 0),
    "a number is none",
  );
  const unknown = options.algorithms?.find((each) => !isAlgorithm(each));
  demand(unknown === undefined, `there is no algorithm ${String(unknown)}`);
  const needs = (name: ParameterName): boolean => parameters.includes(name);
  demand(options.tag !== undefined || !needs("tag"), "say which tag, or leave tag out of parameters");
  demand(options.nonces !== undefined || !needs("nonce"), "give a nonce store, or leave nonce out of parameters");
  demand(
    !needs("nonce") || needs("created") || needs("expires"),
    "a nonce can only be forgotten after created or expires",
  );
  demand(options.labels === undefined || options.labels.length > 0, "labels names none");
  return {
    keys: options.keys,
    nonces: options.nonces,
    tag: options.tag,
    labels: options.labels === undefined ? undefined : [...new Set(options.labels)],
    components: demanded(options.components),
    byDefault: options.components === undefined,
    parameters,
    maximumAge,
    tolerance,
    algorithms: new Set(options.algorithms ?? algorithms),
    authorities: authoritiesOf(options.authorities),
    maximumBody,
    body: options.body ?? "covered",
    now: options.now ?? (() => Date.now() / 1_000),
    ...(options.structuredFields === undefined ? {} : { structuredFields: options.structuredFields }),
    ...(options.listFields === undefined ? {} : { listFields: options.listFields }),
  };
}

/** A list that is given must do for a request or for a response. */
function demanded(components: readonly string[] | undefined): Policy["components"] {
  const request = parseComponents(components ?? defaultComponents.request, "request");
  const response = parseComponents(components ?? defaultComponents.response, "response");
  if (!request.ok && !response.ok) throw new TypeError(`definePolicy: ${request.reason}: ${request.detail ?? ""}`);
  return { request: request.ok ? request.value : impossible, response: response.ok ? response.value : impossible };
}

/** Nothing covers it: a policy for responses accepts no request, and the other way round. */
const impossible: readonly Component[] = [
  { name: "", id: `""`, canonical: `""`, sf: false, bs: false, req: false, tr: false },
];

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

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`definePolicy: ${what}`);
}
