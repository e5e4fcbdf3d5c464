import { ristretto255, ristretto255_oprf } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blind, finalize } from "./blind.ts";
import { evaluate, generateEvaluationKey, isElement, isKeyPair } from "./evaluate.ts";
import { prove } from "./proof.ts";
import { ristretto } from "./ristretto.ts";
import { hashToGroup } from "./suite.ts";

const group = await ristretto();

const hex = (text: string): Buffer => Buffer.from(text, "hex");

/** RFC 9497 appendix A.1.2, ristretto255-SHA512, VOPRF mode: the key and the test vectors 1 and 2. Appendix A.1.2.3 is a batch, which nobody asks for here. */
const key = {
  secretKey: hex("e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909"),
  publicKey: hex("c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"),
};
const vectors = [
  {
    name: "A.1.2.1",
    input: hex("00"),
    blind: hex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"),
    blinded: hex("863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"),
    evaluated: hex("aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"),
    proof: hex(
      "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd066d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
    ),
    output: hex(
      "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7da4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c",
    ),
  },
  {
    name: "A.1.2.2",
    input: hex("5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"),
    blind: hex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"),
    blinded: hex("cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c"),
    evaluated: hex("60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468"),
    proof: hex(
      "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
    ),
    output: hex(
      "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6",
    ),
  },
] as const;

describe.each(vectors)("RFC 9497 $name", ({ input, blind: secret, blinded, evaluated, proof, output }) => {
  it("is blinded as it says, with the blind that it gives", () => {
    expect(group.timesElement(secret, hashToGroup(group, input))).toEqual(blinded);
  });

  it("is evaluated as it says", () => {
    const answer = evaluate(key, blinded);
    expect(answer.ok && Buffer.from(answer.value.element)).toEqual(evaluated);
  });

  it("is proven as it says, with the random number that it gives", () => {
    const random = hex("222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e");
    expect(prove(group, key.secretKey, { publicKey: key.publicKey, element: blinded, evaluated }, random)).toEqual(
      proof,
    );
  });

  it("its proof holds and gives its output", () => {
    const asked = { input, blind: secret, element: blinded };
    expect(finalize(group, asked, { element: evaluated, proof }, key.publicKey)).toEqual({ ok: true, value: output });
  });

  it("another blind gives the same output", () => {
    const [one, other] = [blind(group, input), blind(group, input)];
    expect(Buffer.from(one.element)).not.toEqual(Buffer.from(other.element));
    const answer = evaluate(key, one.element);
    expect(answer.ok && finalize(group, one, answer.value, key.publicKey)).toEqual({ ok: true, value: output });
  });
});

describe("an answer that is not the pinned key's", () => {
  const [{ input, blind: secret, blinded, evaluated, proof }] = vectors;
  const asked = { input, blind: secret, element: blinded };
  const refused = { ok: false, reason: "bad-evaluation" };

  it("of another key is refused, with a proof that is right for that key", () => {
    const other = generateEvaluationKey();
    const answer = evaluate(other, blinded);
    expect(answer.ok && finalize(group, asked, answer.value, key.publicKey)).toEqual(refused);
    expect(answer.ok && finalize(group, asked, answer.value, other.publicKey)).toMatchObject({ ok: true });
  });

  it("with one bit changed in element, proof or public key is refused", () => {
    const flip = (bytes: Uint8Array, bit: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    };
    // both scalars of the proof
    for (let bit = 0; bit < 8 * 64; bit += 5)
      expect(finalize(group, asked, { element: evaluated, proof: flip(proof, bit) }, key.publicKey)).toEqual(refused);
    for (let bit = 0; bit < 8 * 32; bit += 7) {
      const flipped = (bytes: Uint8Array): Buffer => flip(bytes, bit);
      expect(finalize(group, asked, { element: flipped(evaluated), proof }, key.publicKey)).toEqual(refused);
      expect(finalize(group, asked, { element: evaluated, proof }, flipped(key.publicKey))).toEqual(refused);
    }
  });
});

it("each proof has a random number of its own: two with the same one give the key away", () => {
  const [one, other] = [evaluate(key, vectors[0].blinded), evaluate(key, vectors[0].blinded)];
  if (!one.ok || !other.ok) throw new Error("not evaluated");
  expect(one.value.element).toEqual(other.value.element);
  for (const half of [0, 32])
    expect(one.value.proof.subarray(half, half + 32)).not.toEqual(other.value.proof.subarray(half, half + 32));
});

describe("a proof whose scalars are none", () => {
  const [{ input, blind: secret, blinded, evaluated, proof }] = vectors;
  const [c, s] = [Buffer.from(proof.subarray(0, 32)), Buffer.from(proof.subarray(32))];
  /** The same scalar as libsodium takes it: with the order of the group added, or with the bit that it does not look at. */
  const plusOrder = (scalar: Buffer): Buffer => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const sum = BigInt(`0x${Buffer.from(scalar.toReversed()).toString("hex")}`) + order;
    return Buffer.from(Buffer.from(sum.toString(16).padStart(64, "0"), "hex").toReversed());
  };
  const withTopBit = (scalar: Buffer): Buffer => {
    const copy = Buffer.from(scalar);
    copy[31] = (copy[31] ?? 0) | 0x80;
    return copy;
  };
  const zero = Buffer.alloc(32);

  it.each([
    ["c is zero", [zero, s]],
    ["s is zero", [c, zero]],
    ["both are", [zero, zero]],
    ["c and the order of the group", [plusOrder(c), s]],
    ["s and the order of the group", [c, plusOrder(s)]],
    ["c with its top bit", [withTopBit(c), s]],
    ["s with its top bit", [c, withTopBit(s)]],
    ["the other way round", [s, c]],
    ["one of them", [c]],
    ["three", [c, s, s]],
  ] as const)("is refused: %s", (_, scalars) => {
    const asked = { input, blind: secret, element: blinded };
    const answer = { element: evaluated, proof: Buffer.concat(scalars) };
    expect(finalize(group, asked, answer, key.publicKey)).toEqual({ ok: false, reason: "bad-evaluation" });
  });
});

/** Encodings that RFC 9496 appendix A.2 and A.3 and RFC 9497 section 3.3 want refused. */
const badElements: readonly (readonly [string, Buffer])[] = [
  ["the identity", Buffer.alloc(32)],
  ["too short", hex("863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b9")],
  ["too long", Buffer.concat([vectors[0].blinded, Buffer.alloc(1)])],
  ["nothing", Buffer.alloc(0)],
  [
    "not the one encoding of its field element",
    hex("00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
  ],
  ["p itself", hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")],
  ["a negative field element", hex("0100000000000000000000000000000000000000000000000000000000000000")],
  ["no square", hex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")],
];

describe("an element that is none", () => {
  it.each(badElements)("%s is refused by the confirmer, and by the host", (_, element) => {
    expect(isElement(element)).toBe(false);
    expect(evaluate(key, element)).toEqual({ ok: false, reason: "bad-element" });
    const [{ input, blind: secret, blinded, proof }] = vectors;
    expect(finalize(group, { input, blind: secret, element: blinded }, { element, proof }, key.publicKey)).toEqual({
      ok: false,
      reason: "bad-evaluation",
    });
  });
});

it("a key is told from one whose halves do not belong together", () => {
  expect(isKeyPair(generateEvaluationKey())).toBe(true);
  expect(isKeyPair({ ...generateEvaluationKey(), publicKey: key.publicKey })).toBe(false);
  expect(isKeyPair({ ...key, secretKey: Buffer.alloc(32) })).toBe(false);
});

describe("with noble's own VOPRF as a referee", () => {
  const { voprf } = ristretto255_oprf;
  const inputs = fc.uint8Array({ maxLength: 300 });

  it("it evaluates what we blind, and we take its proof", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const [{ secretKey, publicKey }, asked] = [generateEvaluationKey(), blind(group, input)];
        const { evaluated, proof } = voprf.blindEvaluate(secretKey, publicKey, asked.element);
        const output = finalize(group, asked, { element: evaluated, proof }, publicKey);
        const own = voprf.finalize(input, asked.blind, evaluated, asked.element, publicKey, proof);
        expect(output).toEqual({ ok: true, value: Buffer.from(own) });
      }),
      { numRuns: 25 },
    );
  });

  it("we evaluate what it blinds, and it takes our proof", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const [key, asked] = [generateEvaluationKey(), voprf.blind(input)];
        const answer = evaluate(key, asked.blinded);
        if (!answer.ok) throw new Error(answer.reason);
        const { element, proof } = answer.value;
        const theirs = voprf.finalize(input, asked.blind, element, asked.blinded, key.publicKey, proof);
        const ours = finalize(
          group,
          { input, blind: asked.blind, element: asked.blinded },
          answer.value,
          key.publicKey,
        );
        expect(ours).toEqual({ ok: true, value: Buffer.from(theirs) });
      }),
      { numRuns: 25 },
    );
  });

  it("both take the same bytes for an element", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(isElement(bytes)).toBe(isTheirs(bytes));
        // half of all encodings of small field elements are good
        const small = Uint8Array.from(bytes, (byte, n) => (n < 2 ? byte : 0));
        expect(isElement(small)).toBe(isTheirs(small));
      }),
      { numRuns: 300 },
    );
  });

  function isTheirs(bytes: Uint8Array): boolean {
    try {
      return !ristretto255.Point.fromBytes(bytes).is0();
    } catch {
      return false;
    }
  }
});
