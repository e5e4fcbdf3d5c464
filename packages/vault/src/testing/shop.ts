import { randomBytes } from "node:crypto";
import { generateIdentity, type Identity } from "@secondlock/age";
import { toText } from "../bytes.ts";
import type { Header } from "../file/header.ts";
import { parseFile, type SealedFile } from "../file/sealed-file.ts";
import { sealValue, type Value } from "../file/value.ts";
import type { Wrap } from "../file/wrap.ts";
import { signHeader, signWrap, writeFile } from "../file/write-file.ts";
import { type Bound, evaluationInput, wrapIdentity } from "../keys/kek.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import { evaluate, type EvaluationKey, generateEvaluationKey } from "../oprf/evaluate.ts";
import { blind, finalize } from "../oprf/blind.ts";
import { ristretto } from "../oprf/ristretto.ts";

/** Everybody that has to do with one sealed file: an owner, an editor, a host, two confirmers, somebody with the recovery identity. */
export interface Shop {
  readonly owner: Signer;
  readonly ben: Signer;
  readonly identity: Identity;
  readonly recovery: Identity;
  readonly localKey: Buffer;
  /** By kid. */
  readonly confirmers: ReadonlyMap<string, EvaluationKey>;
  readonly header: Header;
  readonly wrap: Wrap;
  readonly values: readonly Value[];
  readonly bytes: Buffer;
}

export const day = new Date("2026-11-21T20:00:00Z");

/** Value or bug: for outcomes that a test knows to be good. */
export function must<T>(outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; reason: string }): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

export function makeShop(
  secrets: Readonly<Record<string, string>>,
  more: Partial<Header> = {},
  confirmerCount = 1,
): Shop {
  const [owner, ben] = [generateSigner(), generateSigner()];
  const [identity, recovery] = [generateIdentity(), generateIdentity()];
  const header: Header = {
    format: 1,
    file: toText(randomBytes(16)),
    version: 1,
    identity: identity.recipient.text,
    recovery: [recovery.recipient.text],
    owner: owner.publicKey,
    editors: [
      { name: "ada", key: owner.publicKey },
      { name: "ben", key: ben.publicKey },
    ],
    loaders: [],
    mode: "all-of",
    ...more,
  };
  const [localKey, answers] = [randomBytes(32), generateSigner()];
  const kids = Array.from({ length: confirmerCount }, () => toText(randomBytes(16))).toSorted();
  const confirmers = new Map(kids.map((kid) => [kid, generateEvaluationKey()]));
  const bound: Bound = {
    file: header.file,
    host: "app-1",
    confirmers: [...confirmers].map(([kid, { publicKey }], n) => ({
      confirmer: `confirmer-${n + 1}`,
      ...{ origin: `https://confirmer-${n + 1}.example`, key: answers.publicKey },
      ...{ kid, epoch: 1, publicKey: toText(publicKey), policy: toText(randomBytes(32)) },
    })),
  };
  const wrap = wrapIdentity(header, bound, identity, localKey, evaluatedBy(confirmers, localKey));
  const values = Object.entries(secrets).map(([name, value]) => must(sealValue(header, name, 1, value, day)));
  const content = { header: signHeader(header, owner), wraps: [signWrap(wrap, owner)], values };
  const bytes = writeFile(content, [], { by: "ada", signer: owner, at: day });
  return { owner, ben, identity, recovery, localKey, confirmers, header, wrap, values, bytes };
}

const group = await ristretto();

/** What each confirmer's key makes of a local key, in the order of their kid. */
export function evaluatedBy(confirmers: ReadonlyMap<string, EvaluationKey>, localKey: Buffer): readonly Buffer[] {
  return [...confirmers].map(([kid, key]) => {
    const asked = blind(group, evaluationInput(localKey, kid));
    return must(finalize(group, asked, must(evaluate(key, asked.element)), key.publicKey));
  });
}

export function read(bytes: Buffer): SealedFile {
  return must(parseFile(bytes));
}
