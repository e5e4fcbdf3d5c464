import { brotliCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestField, matchesDigests, parseDigestField } from "./digest.ts";
import { must } from "./testing/must.ts";
import { wantDigestField, wantedDigest } from "./want-digest.ts";

const hello = `{"hello": "world"}`;
/** The bytes that the RFC prints in B.4 to B.6 are no Brotli; those of a compressor have the digests that it prints. */
const brotli = brotliCompressSync(`${hello}\n`);

test.each([["md5"], ["SHA-256"], ["constructor"]])("a digest with %s is a bug", (algorithm) => {
  expect(() => digestField(Buffer.from(hello), [algorithm as "sha-256"])).toThrow(TypeError);
});

describe("the figures of RFC 9530", () => {
  test.each([
    [
      "appendix D, sha-512",
      hello,
      "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
    ],
    ["appendix D, sha-256", hello, "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"],
    ["B.1, the whole representation", `${hello}\n`, "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"],
    ["B.2, no content", "", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"],
    ["B.3, bytes 10 to 18", `${hello}\n`.slice(10), "sha-256=:jjcgBDWNAtbYUXI37CVG3gRuGOAjaaDRGpIUFsdyepQ=:"],
    ["B.7, the new book", `{"title": "New Title"}\n`, "sha-256=:mEkdbO7Srd9LIOegftO0aBX+VPTVz7/CSHes2Z27gc4=:"],
    [
      "B.7, the book",
      `{\n  "id": "123",\n  "title": "New Title"\n}\n`,
      "sha-256=:uVSlinTTdQUwm2On4k8TJUikGN1bf/Ds8WPX4oe0h9I=:",
    ],
    [
      "B.8, the status",
      `{\n  "status": "created",\n  "id": "123",\n  "ts": 1569327729,\n  "instance": "/books/123"\n}\n`,
      "sha-256=:yXIGDTN5VrfoyisKlXgRKUHHMs35SNtyC3szSz1dbO8=:",
    ],
    [
      "B.10, the error",
      `{\n  "title": "Not Found",\n  "detail": "Cannot PATCH a non-existent resource",\n  "status": 404\n}\n`,
      "sha-256=:EXB0S2VF2H7ijkAVJkH1Sm0pBho0iDZcvVUHHXTTZSA=:",
    ],
    ["B.4, compressed", brotli, "sha-256=:d435Qo+nKZ+gLcUHn7GQtQ72hiBVAgqoLsZnZPiTGPk=:"],
    [
      "B.6, compressed, sha-512",
      brotli,
      "sha-512=:db7fdBbgZMgX1Wb2MjA8zZj+rSNgfmDCEEXM8qLWfpfoNY0sCpHAzZbj09X1/7HAb7Od5Qfto4QpuBsFbUO3dQ==:",
    ],
    [
      "section 3, sha-512",
      `${hello}\n`,
      "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:",
    ],
  ])("%s", (_story, content, field) => {
    const bytes = Buffer.from(content);

    expect(digestField(bytes, [field.startsWith("sha-512") ? "sha-512" : "sha-256"])).toBe(field);
    expect(matchesDigests(bytes, must(parseDigestField([field])))).toBe(true);
    expect(matchesDigests(Buffer.concat([bytes, Buffer.alloc(1)]), must(parseDigestField([field])))).toBe(false);
  });

  test.each([
    ["C.1, the least preferred is known here", "sha-256=3, sha=10", "sha-256"],
    ["C.2, only an algorithm that is not known", "sha=10", undefined],
    ["section 4", "sha-512=3, sha-256=10, unixsum=0", "sha-256"],
    ["0 is not acceptable", "sha-256=0", undefined],
  ])("%s", (_story, field, algorithm) => {
    expect(must(wantedDigest([field]))).toBe(algorithm);
  });
});

const right = digestField(Buffer.from(hello));

describe("a digest field is refused", () => {
  test.each([
    ["not there", [], "missing-digest"],
    ["empty", [""], "unknown-digest"],
    ["no dictionary", ["="], "malformed-digest"],
    ["a string", [`sha-256="abc"`], "malformed-digest"],
    ["too short", ["sha-256=:AAAA:"], "malformed-digest"],
    ["an inner list", ["sha-256=(:AAAA:)"], "malformed-digest"],
    ...["unixsum", "unixcksum", "adler", "crc32c"].map((name): [string, string[], string] => [
      name,
      [right, `${name}=:AAAA:`],
      "obsolete-digest",
    ]),
    ["MD5", ["md5=:Sd/dVLAcvNLSq16eXua5uQ==:"], "obsolete-digest"],
    ["SHA-1 beside a good one", [right, "sha=:07CavjDP4u3/TungoUHJO/Wzr4c=:"], "obsolete-digest"],
    ["an algorithm twice", [right, right], "malformed-digest"],
    ["only an algorithm that nobody knows", ["blake3=:AAAA:"], "unknown-digest"],
    ["names of JavaScript", ["constructor=:AAAA:"], "unknown-digest"],
    ["long", [`sha-256=:${"A".repeat(4_096)}:`], "oversize"],
    ["a lone surrogate", ["\ud800"], "malformed-digest"],
  ])("%s", (_story, lines, reason) => {
    expect(parseDigestField(lines)).toMatchObject({ ok: false, reason });
  });

  test("an algorithm that nobody knows is passed over beside a known one", () => {
    expect([...must(parseDigestField([`blake3=:AAAA:, ${right}`])).keys()]).toEqual(["sha-256"]);
  });

  test("every known digest must be right", () => {
    const both = digestField(Buffer.from(hello), ["sha-256", "sha-512"]);
    const half = `${right}, ${digestField(Buffer.from("other"), ["sha-512"])}`;

    expect(matchesDigests(Buffer.from(hello), must(parseDigestField([both])))).toBe(true);
    expect(matchesDigests(Buffer.from(hello), must(parseDigestField([half])))).toBe(false);
  });
});

describe("preferences", () => {
  test.each([["sha-256=11"], ["sha-256=-1"], ["sha-256=1.5"], ["sha-256"], ["="], [`sha-256="1"`]])(
    "%s is refused",
    (field) => {
      expect(wantedDigest([field])).toMatchObject({ reason: "malformed-preference" });
    },
  );

  test("are written as they are read", () => {
    expect(wantDigestField({ "sha-512": 3, "sha-256": 10 })).toBe("sha-512=3, sha-256=10");
    expect(() => wantDigestField({ "sha-256": 11 })).toThrow(RangeError);
  });
});

test("no text makes a digest parser throw", () => {
  const piece = fc.constantFrom(
    "sha-256",
    "=",
    ":",
    ",",
    " ",
    "AAAA",
    "(",
    ")",
    ";",
    '"',
    "\\",
    "1",
    "-",
    "%",
    "\u0000",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      parseDigestField([pieces.join("")]);
      wantedDigest([pieces.join("")]);
    }),
    { numRuns: 2_000 },
  );
});
