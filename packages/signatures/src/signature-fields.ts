import { type Dictionary, isInnerList, type InnerList, parseDictionary, serializeParameters } from "structured-headers";
import { type Component, readComponents } from "./component.ts";
import { canonicalLine } from "./field-value.ts";
import { limits } from "./limits.ts";
import type { MessageKind } from "./message.ts";
import { accept, type Outcome, type Reason, refuse, refusedAt } from "./refusal.ts";
import { signatureParams } from "./signature-base.ts";
import { readParameters, type SignatureParameters } from "./signature-parameters.ts";
import { parametersIn, survey } from "./structured-field.ts";

/** One labelled member of Signature-Input or Accept-Signature. */
interface LabelledInput {
  readonly label: string;
  readonly components: readonly Component[];
  readonly parameters: SignatureParameters;
  /** The value of `@signature-params`. */
  readonly params: string;
}

/** A signature as the message presents it. Nothing of it is proven. */
export interface PresentedSignature extends LabelledInput {
  readonly signature: Buffer;
}

/** Labels and what stands behind them, not looked into yet: a policy names the few that it reads. */
export interface PresentedLabels {
  readonly inputs: ReadonlyMap<string, InnerList>;
  readonly signatures: ReadonlyMap<string, Buffer>;
}

/** The two fields of RFC 9421 4, all lines of each. Both have the same labels, each once. */
export function parseSignatureFields(
  inputs: readonly string[],
  signatures: readonly string[],
): Outcome<PresentedLabels> {
  if (inputs.length === 0 && signatures.length === 0) return refuse("no-signature");
  const parsedInputs = parseLabels(inputs, "malformed-signature-input");
  if (!parsedInputs.ok) return parsedInputs;
  const parsedSignatures = parseLabels(signatures, "malformed-signature");
  if (!parsedSignatures.ok) return parsedSignatures;
  const lists = new Map<string, InnerList>();
  for (const [label, member] of parsedInputs.value) {
    if (!parsedSignatures.value.has(label)) return refuse("unpaired-label", label);
    if (!isInnerList(member)) return refuse("malformed-signature-input", label);
    lists.set(label, member);
  }
  const bytes = new Map<string, Buffer>();
  for (const [label, [value, parameters]] of parsedSignatures.value) {
    if (!lists.has(label)) return refuse("unpaired-label", label);
    if (!(value instanceof ArrayBuffer) || parameters.size > 0) return refuse("malformed-signature", label);
    bytes.set(label, Buffer.from(value));
  }
  return lists.size === 0 ? refuse("no-signature") : accept({ inputs: lists, signatures: bytes });
}

/** Looks into one label. Refuses with the reasons of its components and parameters. */
export function presentedSignature(
  { inputs, signatures }: PresentedLabels,
  label: string,
  message: MessageKind,
): Outcome<PresentedSignature> {
  const list = inputs.get(label);
  const signature = signatures.get(label);
  if (list === undefined || signature === undefined) return refusedAt(label, refuse("missing-label"));
  const [items, given] = list;
  const components = readComponents(items, message);
  if (!components.ok) return refusedAt(label, components);
  const parameters = readParameters(given);
  if (!parameters.ok) return refusedAt(label, parameters);
  const params = signatureParams(components.value, serializeParameters(given));
  return accept({ label, components: components.value, parameters: parameters.value, params, signature });
}

/** A key of a structured field (RFC 9651 3.1.2), not too long. */
export function isLabel(label: unknown): boolean {
  return typeof label === "string" && /^[a-z*][a-z0-9_\-.*]{0,63}$/.test(label);
}

/** A dictionary field of labels, bounded before it is parsed. Each label and each parameter occurs once. */
export function parseLabels(lines: readonly string[], malformed: Reason): Outcome<Dictionary> {
  const length = lines.reduce((sum, line) => sum + line.length + 2, 0);
  if (length > limits.signatureField) return refuse("oversize", "signature fields");
  const values = lines.map(canonicalLine);
  if (values.includes(undefined)) return refuse(malformed);
  const text = values.join(", ");
  try {
    const dictionary = parseDictionary(text);
    const { members, parameters, wholeDecimal } = survey(text);
    if (members !== dictionary.size) return refuse("duplicate-label");
    if (parameters !== parametersIn(dictionary.values())) return refuse("duplicate-parameter");
    // it would be written back as an integer: what is signed is not what stands there
    if (wholeDecimal) return refuse("malformed-parameter");
    return dictionary.size > limits.labels ? refuse("oversize", "labels") : accept(dictionary);
  } catch {
    return refuse(malformed);
  }
}
