import { randomBytes } from "node:crypto";
import type { Component } from "./component.ts";
import { readerOf } from "./component-value.ts";
import { ownCover } from "./cover.ts";
import { digestField, matchesDigests, parseDigestField } from "./digest.ts";
import { type Fields, hasNoContent, linesOf, type Message } from "./message.ts";
import { accept, type Outcome, type Refusal, refuse } from "./refusal.ts";
import { checkSignOptions, type SignOptions } from "./sign-options.ts";
import { signatureBase, signatureParams } from "./signature-base.ts";
import { isLabel, parseSignatureFields } from "./signature-fields.ts";
import {
  defaultParameters,
  readParameters,
  type SignatureParameters,
  writeParameters,
} from "./signature-parameters.ts";

export interface Signed {
  readonly ok: true;
  /** Lines to add to the message: Content-Digest when it was missing, Signature-Input and Signature. */
  readonly headers: Fields;
  readonly label: string;
  readonly components: readonly Component[];
  readonly parameters: SignatureParameters;
  readonly base: string;
}

/**
 * Signs a message (RFC 9421 3.1). Refuses with the reasons of its components and of its own Content-Digest, `duplicate-label`,
 * `malformed-parameter`. Throws what the key's own `sign` throws, and TypeError for an option that is none.
 */
export async function sign(message: Message, options: SignOptions): Promise<Signed | Refusal> {
  checkSignOptions(options);
  const { key, label = "sig1" } = options;
  if (!isLabel(label)) return refuse("malformed-parameter", "label");
  const taken = labelsOf(message.headers);
  if (!taken.ok) return taken;
  if (taken.labels.has(label)) return refuse("duplicate-label", label);

  const stands = checkOwnDigest(message, options.body);
  if (!stands.ok) return stands;
  const digest = digestLines(message, options);
  const complete: Message = { ...message, headers: [...message.headers, ...digest] };
  const components = ownCover(complete, options.components);
  if (!components.ok) return components;
  const itself = components.value.find(coversItself);
  if (itself !== undefined) return refuse("incompatible-component", `${itself.id} changes when the signature is added`);
  const reader = readerOf(complete, options);
  if (!reader.ok) return reader;
  const { lifetime = 60 } = options;
  if (lifetime < 0) return refuse("malformed-parameter", "lifetime");
  const given = parametersFor(options);
  const parameters = readParameters(new Map(Object.entries(given)));
  if (!parameters.ok) return parameters;
  const params = signatureParams(components.value, writeParameters(parameters.value));
  const base = signatureBase(reader.value, components.value, params);
  if (!base.ok) return base;
  const signature = Buffer.from(await key.sign(Buffer.from(base.value, "latin1"))).toString("base64");
  return {
    ok: true,
    headers: [...digest, ["Signature-Input", `${label}=${params}`], ["Signature", `${label}=:${signature}:`]],
    label,
    components: components.value,
    parameters: parameters.value,
    base: base.value,
  };
}

/** The Content-Digest that the message still needs: none without a body, where a body is never sent, or when it has one. */
export function digestLines(message: Message, { body, digest = "sha-256" }: SignOptions): Fields {
  if (body === undefined || body.length === 0 || hasNoContent(message)) return [];
  const given = linesOf(message.headers, "content-digest").length > 0;
  return given ? [] : [["Content-Digest", digestField(body, [digest])]];
}

/** A digest that is there already and not of the body would make a message that nobody accepts. */
function checkOwnDigest(message: Message, body: Uint8Array | undefined): Outcome<undefined> {
  const lines = linesOf(message.headers, "content-digest");
  if (lines.length === 0 || body === undefined || hasNoContent(message)) return accept(undefined);
  const digests = parseDigestField(lines);
  if (!digests.ok) return digests;
  return matchesDigests(body, digests.value) ? accept(undefined) : refuse("digest-mismatch");
}

/** The whole of a field to which this signature adds a line. Another label's member of it does not change. */
function coversItself({ name, key, req, tr }: Component): boolean {
  return (name === "signature" || name === "signature-input") && key === undefined && !req && !tr;
}

function labelsOf(headers: Fields): { readonly ok: true; readonly labels: ReadonlySet<string> } | Refusal {
  const presented = parseSignatureFields(linesOf(headers, "signature-input"), linesOf(headers, "signature"));
  if (presented.ok) return { ok: true, labels: new Set(presented.value.inputs.keys()) };
  return presented.reason === "no-signature" ? { ok: true, labels: new Set() } : presented;
}

/** 128 bits of chance. */
export function freshNonce(): string {
  return randomBytes(16).toString("base64url");
}

function parametersFor({
  key,
  tag,
  lifetime = 60,
  nonce,
  parameters = defaultParameters,
  now,
}: SignOptions): SignatureParameters {
  const created = Math.floor(now === undefined ? Date.now() / 1_000 : now());
  const values: SignatureParameters = {
    created,
    expires: created + lifetime,
    nonce: nonce ?? freshNonce(),
    alg: key.algorithm,
    keyid: key.keyid,
    ...(tag === undefined ? {} : { tag }),
  };
  return Object.fromEntries(parameters.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}
