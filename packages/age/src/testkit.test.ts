import { hash } from "node:crypto";
import { inflateSync } from "node:zlib";
import * as testkit from "cctv-age";
import { describe, expect, it } from "vitest";
import { decryptFile } from "./age-file.ts";
import { parseIdentity } from "./identity.ts";
import type { Reason } from "./outcome.ts";

interface Case {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
}

/** How the format's own test suite (C2SP CCTV, age) calls what we refuse. */
const expected: Readonly<Record<string, Reason>> = {
  "no match": "no-match",
  "HMAC failure": "header-changed",
  "header failure": "malformed-header",
  "payload failure": "payload-changed",
};

function caseOf(name: string, bytes: Uint8Array): Case {
  const whole = Buffer.from(bytes);
  const end = whole.indexOf("\n\n");
  const lines = whole.subarray(0, end).toString("utf8").split("\n");
  const fields = new Map(lines.map((line) => line.split(": ", 2) as [string, string]));
  const file = whole.subarray(end + 2);
  return { name, fields, file: fields.get("compressed") === "zlib" ? inflateSync(file) : file };
}

const cases = Object.entries(testkit).map(([name, bytes]) => caseOf(name, bytes));
/** Files without armor, and keys that this library has: no passphrases, no hybrid keys. */
const ours = cases.filter(
  ({ fields }) =>
    !fields.has("armored") &&
    !fields.has("passphrase") &&
    fields.get("identity")?.startsWith("AGE-SECRET-KEY-1") === true,
);

describe("the test suite of the format", () => {
  it("has the cases that are known to be in it", () => {
    expect([cases.length, ours.length]).toEqual([143, 66]);
  });

  it.each(ours)("$name", ({ fields, file }) => {
    const identity = parseIdentity(fields.get("identity") ?? "");
    if (!identity.ok) throw new Error(identity.reason);
    const opened = decryptFile(file, identity.value);
    if (fields.get("expect") === "success") {
      expect(opened.ok && hash("sha256", opened.value)).toBe(fields.get("payload"));
    } else expect(opened).toEqual({ ok: false, reason: expected[fields.get("expect") ?? ""] });
  });
});
