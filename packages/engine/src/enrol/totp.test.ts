import { describe, expect, it } from "vitest";
import { toBase32 } from "./base32.ts";
import { counterAt, counterOf, hotp, totp } from "./totp.ts";

const secret = Buffer.from("12345678901234567890", "ascii");

describe("one-time passwords", () => {
  it.each(
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"].map(
      (code, counter) => [counter, code] as const,
    ),
  )("RFC 4226, appendix D: counter %i gives %s", (counter, code) => {
    expect(hotp(secret, counter)).toBe(code);
  });

  it.each([
    [59, "94287082"],
    [1_111_111_109, "07081804"],
    [1_111_111_111, "14050471"],
    [1_234_567_890, "89005924"],
    [2_000_000_000, "69279037"],
    [20_000_000_000, "65353130"],
  ])("RFC 6238, appendix B: second %i gives %s", (seconds, code) => {
    expect(totp(secret, seconds, 8)).toBe(code);
  });

  it("takes the code of the moment and of its neighbours, with spaces, and no other", () => {
    const at = 1_234_567_890;
    const of = (seconds: number): number | undefined => counterOf(secret, totp(secret, seconds), at);
    expect([at - 30, at, at + 30].map(of)).toEqual([-1, 0, 1].map((away) => counterAt(at) + away));
    expect([at - 90, at + 90].map(of)).toEqual([undefined, undefined]);
    expect(counterOf(secret, ` ${totp(secret, at).slice(0, 3)} ${totp(secret, at).slice(3)}`, at)).toBe(counterAt(at));
    for (const typed of ["", "0", "000000x", totp(secret, at, 8)]) expect(counterOf(secret, typed, at)).toBeUndefined();
  });
});

describe("base 32", () => {
  it.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
    ["12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
  ])("RFC 4648, 10: %j is %s", (text, expected) => expect(toBase32(Buffer.from(text))).toBe(expected));
});
