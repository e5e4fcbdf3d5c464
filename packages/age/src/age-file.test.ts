import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { decryptFile, encryptFile } from "./age-file.ts";
import { generateIdentity, identityText, parseIdentity, parseRecipient } from "./identity.ts";

const ada = generateIdentity();
const grace = generateIdentity();
const chunk = 64 * 1_024;
/** Around the edges of the format: nothing, one byte, and one chunk more or less. */
const sizes = [0, 1, 63, 64, chunk - 1, chunk, chunk + 1, 3 * chunk];

/** In CI a skip is a failure: without the program the test runs, and fails. */
const hasProgram = process.env["CI"] === "true" || spawnSync("age", ["--version"]).status === 0;

describe.each(sizes)("a file of %d bytes", (size) => {
  const plaintext = randomBytes(size);

  it("is opened by each of its recipients, and by nobody else", () => {
    const file = encryptFile(plaintext, [ada.recipient, grace.recipient]);
    for (const identity of [ada, grace]) expect(decryptFile(file, identity)).toEqual({ ok: true, value: plaintext });
    expect(decryptFile(file, generateIdentity())).toEqual({ ok: false, reason: "no-match" });
  });

  it("is read by the npm library, and reads what that writes", async () => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identityText(ada));
    expect(Buffer.from(await decrypter.decrypt(encryptFile(plaintext, [ada.recipient])))).toEqual(plaintext);
    const encrypter = new Encrypter();
    encrypter.addRecipient(ada.recipient.text);
    expect(decryptFile(Buffer.from(await encrypter.encrypt(plaintext)), ada)).toEqual({ ok: true, value: plaintext });
  });

  it.skipIf(!hasProgram)("is read by the program age, and reads what that writes", () => {
    const folder = mkdtempSync(join(tmpdir(), "secondlock-age-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const key = join(folder, "key.txt");
    writeFileSync(key, `${identityText(ada)}\n`, { mode: 0o600 });
    const age = (args: readonly string[], input: Buffer): Buffer => {
      const { status, stdout, stderr } = spawnSync("age", args, { input, maxBuffer: 64 * chunk });
      expect(status, String(stderr)).toBe(0);
      return stdout;
    };
    expect(age(["-d", "-i", key], encryptFile(plaintext, [grace.recipient, ada.recipient]))).toEqual(plaintext);
    expect(decryptFile(age(["-r", ada.recipient.text], plaintext), ada)).toEqual({ ok: true, value: plaintext });
  });
});

it("a change at any place is refused", () => {
  const file = encryptFile(randomBytes(100), [ada.recipient, grace.recipient]);
  for (let at = 0; at < file.length; at++) {
    const changed = Buffer.from(file);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(decryptFile(changed, ada)).toMatchObject({ ok: false });
    expect(decryptFile(file.subarray(0, at), ada)).toMatchObject({ ok: false });
  }
  expect(decryptFile(Buffer.concat([file, Buffer.of(0)]), ada)).toEqual({ ok: false, reason: "payload-changed" });
});

it("chunks that change places, or are left out, are refused", () => {
  const file = encryptFile(randomBytes(3 * chunk), [ada.recipient]);
  const body = file.length - 3 * (chunk + 16);
  const [head, one, two, three] = [
    file.subarray(0, body),
    ...[0, 1, 2].map((n) => file.subarray(body + n * (chunk + 16), body + (n + 1) * (chunk + 16))),
  ] as [Buffer, Buffer, Buffer, Buffer];
  expect(decryptFile(Buffer.concat([head, one, two, three]), ada)).toMatchObject({ ok: true });
  for (const parts of [[two, one, three], [one, two], [one, three], [three], [one, two, three, three], []])
    expect(decryptFile(Buffer.concat([head, ...parts]), ada)).toMatchObject({ ok: false });
});

it("whatever is not a file is refused, and nothing throws", () => {
  const text = fc.array(fc.constantFrom("age-encryption.org/v1\n", "-> X25519 ", "--- ", "AAAA", "\n", " ", "\r", "é"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        text.map((parts) => Buffer.from(parts.join(""))),
      ),
      (bytes) => {
        expect(decryptFile(Buffer.from(bytes), ada)).toMatchObject({ ok: false });
      },
    ),
    { numRuns: 2_000 },
  );
});

it("nobody can make a file for nobody", () => {
  expect(() => encryptFile(Buffer.of(1), [])).toThrow(TypeError);
});

describe("keys as text", () => {
  it("are read as they were written", () => {
    const read = parseIdentity(identityText(ada));
    expect(read.ok && read.value.recipient.text).toBe(ada.recipient.text);
    expect(parseRecipient(ada.recipient.text)).toMatchObject({ ok: true, value: { text: ada.recipient.text } });
  });

  const secret = identityText(ada);
  it.each([
    ["nothing", ""],
    ["lower case", secret.toLowerCase()],
    ["mixed case", secret.replace("AGE", "age")],
    ["a wrong letter", secret.replace(/.$/, (last) => (last === "Q" ? "P" : "Q"))],
    ["a recipient", ada.recipient.text.toUpperCase()],
    ["a line too much", `${secret}\n`],
    ["a hybrid key", secret.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1")],
  ])("%s is no identity", (_, text) =>
    expect(parseIdentity(text)).toEqual({ ok: false, reason: "malformed-identity" }),
  );

  it.each([
    ["nothing", ""],
    ["upper case", ada.recipient.text.toUpperCase()],
    ["an identity", secret.toLowerCase()],
    ["a wrong letter", ada.recipient.text.replace(/.$/, (last) => (last === "q" ? "p" : "q"))],
    // bech32 of 32 zero bytes: a point whose secret with any key is zero
    ["a point of small order", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"],
  ])("%s is no recipient", (_, text) =>
    expect(parseRecipient(text)).toEqual({ ok: false, reason: "malformed-recipient" }),
  );
});
