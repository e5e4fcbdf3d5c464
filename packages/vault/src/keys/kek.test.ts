import { randomBytes } from "node:crypto";
import { generateIdentity, identityText } from "@secondlock/age";
import { describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { generateEvaluationKey } from "../oprf/evaluate.ts";
import { evaluatedBy, makeShop } from "../testing/shop.ts";
import { unwrapIdentity } from "./kek.ts";

const shop = makeShop({}, {}, 2);
const { header, wrap, localKey, confirmers } = shop;
const evaluated = evaluatedBy(confirmers, localKey);
const refused = { ok: false, reason: "wrong-key" };

it("local key and all confirmers together give the identity", () => {
  const opened = unwrapIdentity(header, wrap, localKey, evaluated);
  expect(opened.ok && identityText(opened.value)).toBe(identityText(shop.identity));
});

const [first, second] = evaluated as unknown as [Buffer, Buffer];
const others = evaluatedBy(new Map([...confirmers.keys()].map((kid) => [kid, generateEvaluationKey()])), localKey);
const key = wrap.confirmers[0]!;

describe("what does not give it", () => {
  it.each([
    ["another local key", header, wrap, randomBytes(32), evaluated],
    ["one confirmer of two", header, wrap, localKey, [first]],
    ["one confirmer twice", header, wrap, localKey, [first, first]],
    ["the confirmers the other way round", header, wrap, localKey, [second, first]],
    ["what other keys made of it", header, wrap, localKey, others],
    ["none of them", header, wrap, localKey, []],
    ["what the confirmers made of another local key", header, wrap, localKey, evaluatedBy(confirmers, randomBytes(32))],
    ["a wrap of another host", header, { ...wrap, host: "app-2" }, localKey, evaluated],
    [
      "a wrap of another epoch",
      header,
      { ...wrap, confirmers: [{ ...key, epoch: 2 }, wrap.confirmers[1]!] },
      localKey,
      evaluated,
    ],
    [
      "a wrap of a wider policy",
      header,
      { ...wrap, confirmers: [{ ...key, policy: toText(randomBytes(32)) }, wrap.confirmers[1]!] },
      localKey,
      evaluated,
    ],
    ["a header of another mode", { ...header, mode: "any-of" as const }, wrap, localKey, evaluated],
    ["a header of another file", { ...header, file: toText(randomBytes(16)) }, wrap, localKey, evaluated],
    [
      "a header of another identity",
      { ...header, identity: generateIdentity().recipient.text },
      wrap,
      localKey,
      evaluated,
    ],
  ])("%s", (_, ofHeader, ofWrap, local, answers) => {
    expect(unwrapIdentity(ofHeader, ofWrap, local, answers)).toEqual(refused);
  });

  it("a box or a nonce with one bit changed", () => {
    for (const member of ["box", "nonce"] as const) {
      const bytes = Buffer.from(wrap[member], "base64url");
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x80;
        expect(unwrapIdentity(header, { ...wrap, [member]: toText(changed) }, localKey, evaluated)).toEqual(refused);
      }
    }
  });
});

it("who may edit, and who may open when all else fails, can change without a new wrap", () => {
  const changed = { ...header, version: 2, editors: [], recovery: [], loaders: ["PATH"] };
  expect(unwrapIdentity(changed, wrap, localKey, evaluated)).toMatchObject({ ok: true });
});
