import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostile } from "./fixtures/hostile.ts";
import { clean, sanitise, sanitiseLine } from "./sanitise.ts";
import { reduceSecrets } from "./secrets.ts";

const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Text made of the pieces that attacks are made of. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Object.values(hostile).map((text) => text.slice(0, 200))),
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\u001b",
        "\u009b",
        "\u001b]",
        "$6$",
        "-----BEGIN RSA PRIVATE KEY-----",
        "\ud800",
        "\u202e",
        "://",
        "\r",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("sanitise", () => {
  test("leaves ordinary text alone, with its accents, emoji and lines", () => {
    for (const text of [
      "PasswordAuthentication no",
      "Zoë läuft → 東京 🦊",
      "one\ntwo",
      "",
      "a $5 note, 2 * 3 and $HOME",
    ])
      expect(sanitise(text)).toBe(text);
  });

  test("takes out complete escape sequences and shows broken ones", () => {
    expect(sanitise(hostile.ansi)).toBe("owned");
    expect(sanitise(hostile.title)).toBe("");
    expect(sanitise(`a${hostile.clipboard}b`)).toBe("ab");
    expect(sanitise(hostile.eightBit)).toBe("red");
    expect(sanitise("\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\")).toBe("link");
    expect(sanitise("\u001b\u001b[0m[0m")).toBe("\\x1b[0m");
    expect(sanitise("\u001b]0;no end")).toContain("no end");
  });

  test("shows what would reorder, hide or corrupt text", () => {
    expect(sanitise(hostile.bidi)).toBe("user\\u202egnp.exe\\u2066\\u2069");
    expect(sanitise(hostile.invisible)).toBe("ad\\u200bm\\u2060in\\ufeff\\u{e0041}");
    expect(sanitise(hostile.controls)).toBe("nul\\x00 bell\\x07 back\\x08 del\\x7f vt\\x0b ff\\x0c");
    expect(sanitise(hostile.surrogate)).toBe("lone \ufffd high and \ufffd low");
    expect(sanitiseLine(hostile.newlines)).toBe("one two three\\u2028four\\x85five");
    expect(sanitise(`e${"\u0301".repeat(50)}`)).toHaveLength(5);
  });

  test("cuts at the limit, never through a character", () => {
    expect(sanitise(hostile.huge, 600)).toHaveLength(600);
    expect(sanitise(hostile.huge, 600).endsWith("A…")).toBe(true);
    expect(sanitise("🦊".repeat(10), 4).isWellFormed()).toBe(true);
  });

  test("whatever comes in: bounded, well formed, printable, and the same when run again", () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 700 }), (text, limit) => {
        const once = sanitise(text, limit);
        expect(once.length).toBeLessThanOrEqual(limit);
        expect(once.isWellFormed()).toBe(true);
        expect(forbidden.test(once.replaceAll("\n", ""))).toBe(false);
        expect(sanitise(once, limit)).toBe(once);
        expect(sanitiseLine(text, limit)).not.toContain("\n");
      }),
      { numRuns: 500 },
    );
  });

  test("a megabyte made to be slow takes no time", () => {
    const slow = [
      "\u001b]".repeat(500_000),
      "\u009d".repeat(1_000_000),
      "-----BEGIN PRIVATE KEY-----".repeat(40_000),
      "$6$".repeat(300_000),
      "://a:".repeat(200_000),
      `${"A".repeat(1_000_000)}-----END PRIVATE KEY-----`,
    ];
    const before = performance.now();
    for (const text of slow) sanitise(text, 10_000);
    expect(performance.now() - before).toBeLessThan(1_500);
  });

  test("cleans every string of a value, and keeps lines in evidence only", () => {
    expect(clean({ value: "a\nb", because: "a\nb", list: [hostile.ansi], number: 1, none: undefined })).toEqual({
      value: "a\nb",
      because: "a b",
      list: ["owned"],
      number: 1,
      none: undefined,
    });
  });
});

describe("reduceSecrets", () => {
  test.each([
    ["yescrypt", hostile.yescrypt, "X3DX6M94c7o"],
    ["SHA-512", hostile.sha512, "Kyz0123456789"],
    ["MD5 crypt", "x:$1$salty$abcdefghijklmnopqrstuv:1", "abcdefghijkl"],
    ["bcrypt", "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde", "ABCDEFGH"],
    ["argon2", "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaGhhc2g", "aGFzaGhhc2g"],
    ["PostgreSQL SCRAM", "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy", "c3RvcmVk"],
    ["PostgreSQL md5", "md5d41d8cd98f00b204e9800998ecf8427e", "d41d8cd9"],
    ["MySQL native", "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", "2470C0C0"],
    ["PEM", hostile.pem, "SECRET"],
    ["PEM without an end", hostile.pem.slice(0, 90), "SECRET"],
    ["PEM without a beginning", hostile.pem.slice(40), "SECRET"],
    ["PEM on one line", hostile.pem.replaceAll("\n", "\\n"), "SECRET"],
    ["key blob", "key b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMw", "AAAABG5v"],
    ["RSA blob", `MIIEpAIBAAKCAQEA${"q".repeat(60)}`, "qqqq"],
    ["age", "AGE-SECRET-KEY-1QQPQQ", "QQPQQ"],
    ["password in an address", "postgres://shop:hunter2@db-1/shop", "hunter2"],
    ["AWS", "AKIAIOSFODNN7EXAMPLE", "IOSFODNN"],
    ["GitHub", "ghp_0123456789abcdefghij", "0123456789"],
  ])("masks %s", (_name, text, secret) => {
    expect(text).toContain(secret);
    expect(sanitise(text)).not.toContain(secret);
    expect(sanitise(text)).toContain("hidden]");
  });

  test("an escape inside a hash does not save its rest", () => {
    expect(sanitise("$6$salt$abc\u200bdefghijk")).not.toContain("defghijk");
    expect(sanitise("$6$sa\u001b[0mlt$abcdefghijk")).not.toContain("abcdefghijk");
  });

  test("keeps what is public", () => {
    for (const text of [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop",
      "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
      "https://shop.example/a:b",
      "scheme yescrypt ($y$)",
      "-----BEGIN CERTIFICATE-----",
    ])
      expect(reduceSecrets(text)).toBe(text);
  });
});
