import { isInnerList, serializeParameters } from "structured-headers";
import { type Component, plainComponent, readComponents } from "./component.ts";
import { boundTo, coversDigest, ownCover, uncovered } from "./cover.ts";
import { type Fields, kindOf, type Message, type MessageKind, type RequestMessage } from "./message.ts";
import type { Policy } from "./policy.ts";
import { accept, type Outcome, type Refusal, refuse, refusedAt } from "./refusal.ts";
import { digestLines, freshNonce, type Signed, sign } from "./sign.ts";
import type { SignOptions } from "./sign-options.ts";
import { isLabel, parseLabels } from "./signature-fields.ts";
import {
  defaultParameters,
  type ParameterName,
  parameterNames,
  readParameters,
  type SignatureParameters,
} from "./signature-parameters.ts";

/** One signature that the other side asks for (RFC 9421 5.1). */
export interface AskedSignature {
  readonly label: string;
  readonly components: readonly Component[];
  readonly created: boolean;
  readonly expires: boolean;
  readonly nonce?: string;
  readonly alg?: string;
  readonly keyid?: string;
  readonly tag?: string;
}

interface Asking {
  /** Only this one of the policy's labels; all of them when not given. `sig1` where the policy names none. */
  readonly label?: string;
  readonly keyid?: string;
  /** The nonce that the signatures must have. Without it the signer makes one: the standard cannot ask for any nonce. */
  readonly nonce?: string;
  /** Whether a body is expected, whose digest must be covered. */
  readonly body?: boolean;
  /** What the signature will be on; `request` when not given. */
  readonly target?: MessageKind;
  /** The request that a response will answer, as it is sent: by default its digest and its signatures are covered. */
  readonly request?: RequestMessage;
}

/**
 * A value for Accept-Signature that asks for what the policy demands (RFC 9421 5.1): a signature for each of its labels.
 * Throws TypeError for a label that the policy does not name, and when its components are those of another kind of message.
 */
export function acceptSignature(policy: Policy, asking: Asking = {}): string {
  const { label, body = false, target = "request", request } = asking;
  if (label !== undefined && !(policy.labels?.includes(label) ?? isLabel(label))) {
    throw new TypeError(`acceptSignature: the policy has no label ${label}`);
  }
  const labels = label === undefined ? (policy.labels ?? ["sig1"]) : [label];
  const demanded = policy.components[target];
  if (demanded === undefined) throw new TypeError(`acceptSignature: the policy has components that no ${target} has`);
  const digest = body && policy.body === "covered" ? [plainComponent("content-digest")] : [];
  const bound = target === "response" && policy.byDefault ? boundTo(request) : [];
  const ids = new Set([...demanded, ...bound, ...digest].map(({ id }) => id));
  const asked = `(${[...ids].join(" ")})${serializeParameters(askedParameters(policy, asking))}`;
  return labels.map((each) => `${each}=${asked}`).join(", ");
}

function askedParameters(
  { parameters, algorithms, tag }: Policy,
  { nonce, keyid }: Asking,
): Map<string, true | string> {
  const [alg] = algorithms;
  const asked = new Map<string, true | string>();
  for (const name of ["created", "expires"] as const) if (parameters.includes(name)) asked.set(name, true);
  if (nonce !== undefined) asked.set("nonce", nonce);
  // one of several cannot be asked for
  if (alg !== undefined && algorithms.size === 1) asked.set("alg", alg);
  if (keyid !== undefined) asked.set("keyid", keyid);
  if (tag !== undefined) asked.set("tag", tag);
  return asked;
}

/**
 * Reads all lines of Accept-Signature (RFC 9421 5.1). `target` is what would be signed.
 * Refuses with `malformed-accept-signature`, and with the reasons of components and parameters.
 */
export function parseAcceptSignature(
  lines: readonly string[],
  target: MessageKind,
): Outcome<readonly AskedSignature[]> {
  const labels = parseLabels(lines, "malformed-accept-signature");
  if (!labels.ok) return labels;
  const asked: AskedSignature[] = [];
  for (const [label, member] of labels.value) {
    if (!isInnerList(member)) return refuse("malformed-accept-signature", label);
    const [items, given] = member;
    const components = readComponents(items, target);
    if (!components.ok) return refusedAt(label, components);
    // the times are asked for by name alone (RFC 9421 5.1)
    const rest = new Map([...given].filter(([name]) => name !== "created" && name !== "expires"));
    const times = [given.get("created") ?? true, given.get("expires") ?? true];
    const parameters = readParameters(rest);
    if (!parameters.ok) return refusedAt(label, parameters);
    if (times.some((value) => value !== true))
      return refusedAt(label, refuse("malformed-parameter", "created, expires"));
    const wants = { created: given.has("created"), expires: given.has("expires") };
    asked.push({
      label,
      components: components.value,
      ...wants,
      ...(parameters.value as Omit<SignatureParameters, "created" | "expires">),
    });
  }
  return accept(asked);
}

/**
 * Signs as the other side asks (RFC 9421 5.2): all that it asks for, each with its label, its components and its parameters.
 * The other side is not trusted: what `options` would cover anyway must be among what it asks for, and key, algorithm and tag must be
 * ours. All signatures have one nonce, so that they are good for one message together, and not for one each. Otherwise
 * `unfulfillable-request`.
 */
export async function signAsAsked(
  message: Message,
  lines: readonly string[],
  options: SignOptions,
): Promise<(Pick<Signed, "ok" | "headers"> & { readonly signatures: readonly Signed[] }) | Refusal> {
  const asked = parseAcceptSignature(lines, kindOf(message));
  if (!asked.ok) return asked;
  if (asked.value.length === 0) return refuse("unfulfillable-request", "nothing is asked for");
  const nonces = new Set(asked.value.flatMap(({ nonce }) => nonce ?? []));
  if (nonces.size > 1) return refuse("unfulfillable-request", "several nonces");
  const nonce = [...nonces][0] ?? options.nonce ?? freshNonce();
  const signatures: Signed[] = [];
  let headers: Fields = [];
  for (const each of asked.value) {
    const { label, components } = each;
    const unfit = unfitness(each, message, options);
    if (unfit !== undefined) return refusedAt(label, unfit);
    const signed = await sign(
      { ...message, headers: [...message.headers, ...headers] },
      { ...options, label, nonce, components: components.map(written), parameters: parametersFor(each, options) },
    );
    if (!signed.ok) return refusedAt(label, signed);
    signatures.push(signed);
    headers = [...headers, ...signed.headers];
  }
  return { ok: true, headers, signatures };
}

/** Why what is asked for cannot or must not be signed. */
function unfitness(
  { components, alg, keyid, tag }: AskedSignature,
  message: Message,
  options: SignOptions,
): Refusal | undefined {
  const complete = { ...message, headers: [...message.headers, ...digestLines(message, options)] };
  const own = ownCover(complete, options.components);
  if (!own.ok) return own;
  // one form of the digest is as good as another
  const least = coversDigest(components) ? own.value.filter((each) => !coversDigest([each])) : own.value;
  const open = uncovered(least, components);
  if (open !== undefined) return refuse("unfulfillable-request", `${written(open)} is not asked for`);
  if (keyid !== undefined && keyid !== options.key.keyid) return refuse("unfulfillable-request", "keyid");
  if (alg !== undefined && alg !== options.key.algorithm) return refuse("unfulfillable-request", "alg");
  return tag === undefined || tag === options.tag ? undefined : refuse("unfulfillable-request", "tag");
}

/** Our own parameters, and those that are asked for besides. */
function parametersFor(
  asked: AskedSignature,
  { parameters = defaultParameters }: SignOptions,
): readonly ParameterName[] {
  const besides = parameterNames.filter((name) => asked[name] !== undefined && asked[name] !== false);
  return [...new Set([...parameters, ...besides])];
}

/** As a programmer writes it: without the quotes around the name. */
function written({ id }: Component): string {
  return id.replace(/^"([^"]*)"/, "$1");
}
