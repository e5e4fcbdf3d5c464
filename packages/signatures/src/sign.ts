import { randomBytes } from "node:crypto";
import type { Component } from "./component.ts";
import { type FieldKnowledge, readerOf } from "./component-value.ts";
import { ownCover } from "./cover.ts";
import { type DigestAlgorithm, digestField } from "./digest.ts";
import type { SigningKey } from "./key.ts";
import { type Fields, linesOf, type Message } from "./message.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { signatureBase, signatureParams } from "./signature-base.ts";
import { isLabel, parseSignatureFields } from "./signature-fields.ts";
import {
  defaultParameters,
  type ParameterName,
  readParameters,
  type SignatureParameters,
  writeParameters,
} from "./signature-parameters.ts";

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
 * Signs a message (RFC 9421 3.1). Refuses with the reasons of its components, `duplicate-label`, `malformed-parameter`.
 * Throws what the key's own `sign` throws.
 */
export async function sign(message: Message, options: SignOptions): Promise<Signed | Refusal> {
  const { key, label = "sig1" } = options;
  if (!isLabel(label)) return refuse("malformed-parameter", "label");
  const taken = labelsOf(message.headers);
  if (!taken.ok) return taken;
  if (taken.labels.has(label)) return refuse("duplicate-label", label);

  const digest = digestLines(message, options);
  const complete: Message = { ...message, headers: [...message.headers, ...digest] };
  const components = ownCover(complete, options.components);
  if (!components.ok) return components;
  const reader = readerOf(complete, options);
  if (!reader.ok) return reader;
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

/** The Content-Digest that the message still needs: none without a body, or when it has one. */
export function digestLines({ headers }: Message, { body, digest = "sha-256" }: SignOptions): Fields {
  const needed = body !== undefined && body.length > 0 && linesOf(headers, "content-digest").length === 0;
  return needed ? [["Content-Digest", digestField(body, [digest])]] : [];
}

function labelsOf(headers: Fields): { readonly ok: true; readonly labels: ReadonlySet<string> } | Refusal {
  const presented = parseSignatureFields(linesOf(headers, "signature-input"), linesOf(headers, "signature"));
  if (presented.ok) return { ok: true, labels: new Set(presented.value.inputs.keys()) };
  return presented.reason === "no-signature" ? { ok: true, labels: new Set() } : presented;
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
    nonce: nonce ?? randomBytes(16).toString("base64url"),
    alg: key.algorithm,
    keyid: key.keyid,
    ...(tag === undefined ? {} : { tag }),
  };
  return Object.fromEntries(parameters.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}
