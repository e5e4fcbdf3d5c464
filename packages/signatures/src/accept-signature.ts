import { isInnerList, serializeParameters } from "structured-headers";
import { type Component, distinct, readComponent } from "./component.ts";
import { type Fields, isResponse, type Message } from "./message.ts";
import { defaultComponents, type Policy } from "./policy.ts";
import { accept, type Outcome, type Refusal, refuse, refusedAt } from "./refusal.ts";
import { type Signed, sign, type SignOptions } from "./sign.ts";
import { parseLabels } from "./signature-fields.ts";
import { readParameters, type SignatureParameters } from "./signature-parameters.ts";

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
  /** `sig1` when not given, or the first label of the policy. */
  readonly label?: string;
  readonly keyid?: string;
  /** The nonce that the signature must have. Without it the signer makes one: the standard cannot ask for any nonce. */
  readonly nonce?: string;
  /** Whether a body is expected, whose digest must be covered. */
  readonly body?: boolean;
  /** What the signature will be on; `request` when not given. */
  readonly target?: "request" | "response";
}

/** A value for Accept-Signature that asks for what the policy demands. */
export function acceptSignature(policy: Policy, asking: Asking = {}): string {
  const { label = policy.labels?.[0] ?? "sig1", keyid, nonce, body = false, target = "request" } = asking;
  const digest = body && policy.body === "covered" ? [`"content-digest"`] : [];
  const ids = [...new Set([...policy.components[target].map(({ id }) => id), ...digest])];
  const parameters = new Map<string, true | string>();
  for (const name of ["created", "expires"] as const) if (policy.parameters.includes(name)) parameters.set(name, true);
  if (nonce !== undefined) parameters.set("nonce", nonce);
  if (keyid !== undefined) parameters.set("keyid", keyid);
  if (policy.tag !== undefined) parameters.set("tag", policy.tag);
  return `${label}=(${ids.join(" ")})${serializeParameters(parameters)}`;
}

/** Reads all lines of Accept-Signature. `target` is what would be signed. Refuses with `malformed-accept-signature` and with reasons of components. */
export function parseAcceptSignature(
  lines: readonly string[],
  target: "request" | "response",
): Outcome<readonly AskedSignature[]> {
  const labels = parseLabels(lines, "malformed-accept-signature");
  if (!labels.ok) return labels;
  const asked: AskedSignature[] = [];
  for (const [label, member] of labels.value) {
    if (!isInnerList(member)) return refuse("malformed-accept-signature", label);
    const [items, given] = member;
    const read: Component[] = [];
    for (const item of items) {
      const component = readComponent(item, target);
      if (!component.ok) return refusedAt(label, component);
      read.push(component.value);
    }
    const components = distinct(read);
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
 * Signs as the other side asks: all that it asks for, each with its label and its components.
 * The other side is not trusted: what `options` would cover anyway must be among what it asks for, and key, algorithm and tag must be
 * ours. Otherwise `unfulfillable-request`.
 */
export async function signAsAsked(
  message: Message,
  lines: readonly string[],
  options: SignOptions,
): Promise<(Pick<Signed, "ok" | "headers"> & { readonly signatures: readonly Signed[] }) | Refusal> {
  const asked = parseAcceptSignature(lines, isResponse(message) ? "response" : "request");
  if (!asked.ok) return asked;
  if (asked.value.length === 0) return refuse("unfulfillable-request", "nothing is asked for");
  const signatures: Signed[] = [];
  let headers: Fields = [];
  for (const each of asked.value) {
    const { label, nonce, components } = each;
    const unfit = whyUnfit(each, message, options);
    if (unfit !== undefined) return refusedAt(label, refuse("unfulfillable-request", unfit));
    const signed = await sign(
      { ...message, headers: [...message.headers, ...headers] },
      { ...options, label, components: components.map(written), ...(nonce === undefined ? {} : { nonce }) },
    );
    if (!signed.ok) return refusedAt(label, signed);
    signatures.push(signed);
    headers = [...headers, ...signed.headers];
  }
  return { ok: true, headers, signatures };
}

function whyUnfit(
  { components, alg, keyid, tag }: AskedSignature,
  message: Message,
  options: SignOptions,
): string | undefined {
  const { key, body } = options;
  const least: readonly string[] =
    options.components ?? defaultComponents[isResponse(message) ? "response" : "request"];
  const asked = new Set(components.map(written));
  const digest = body !== undefined && body.length > 0 ? ["content-digest"] : [];
  const uncovered = [...least, ...digest].find((each) => !asked.has(each));
  if (uncovered !== undefined) return `${uncovered} is not asked for`;
  if (keyid !== undefined && keyid !== key.keyid) return "keyid";
  if (alg !== undefined && alg !== key.algorithm) return "alg";
  return tag === undefined || tag === options.tag ? undefined : "tag";
}

/** As a programmer writes it: without the quotes around the name. */
function written({ id }: Component): string {
  return id.replace(/^"([^"]*)"/, "$1");
}
