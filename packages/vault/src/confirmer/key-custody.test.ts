import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { toText } from "../bytes.ts";
import { generateEvaluationKey } from "../oprf/evaluate.ts";
import { must } from "../testing/shop.ts";
import { keyCustody } from "./key-custody.ts";

function made(): { folder: string; master: Buffer; kid: string } {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-custody-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, master: randomBytes(32), kid: toText(randomBytes(16)) };
}
const key = generateEvaluationKey();
const { publicKey } = key;

it("gives back what it was given, over a restart and over epochs", async () => {
  const { folder, master, kid } = made();
  const next = generateEvaluationKey();
  const custody = keyCustody(folder, master);
  const [first, second] = [must(await custody.wrap(kid, 1, key)), must(await custody.wrap(kid, 2, next))];
  const again = keyCustody(folder, master);
  expect(must(await again.unwrap(kid, 1, publicKey, first)).secretKey).toEqual(Buffer.from(key.secretKey));
  expect(must(await again.unwrap(kid, 2, next.publicKey, second)).secretKey).toEqual(Buffer.from(next.secretKey));
});

it("its files are its owner's alone, and hold no key", async () => {
  const { folder, master, kid } = made();
  const wrapped = must(await keyCustody(folder, master).wrap(kid, 1, key));
  expect(readdirSync(folder)).toEqual([kid]);
  expect(statSync(join(folder, kid)).mode & 0o777).toBe(0o600);
  for (const secret of [key.secretKey, master])
    for (const text of [readFileSync(join(folder, kid), "latin1"), wrapped]) {
      expect(text).not.toContain(toText(secret));
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
});

describe("what does not open", () => {
  it("another master key, another epoch, another key's wrapping key, another public key, a changed text", async () => {
    const { folder, master, kid } = made();
    const custody = keyCustody(folder, master);
    const other = toText(randomBytes(16));
    const wrapped = must(await custody.wrap(kid, 1, key));
    must(await custody.wrap(other, 1, generateEvaluationKey()));
    const refused = { ok: false, reason: "not-ours" };
    expect(await keyCustody(folder, randomBytes(32)).unwrap(kid, 1, publicKey, wrapped)).toMatchObject(refused);
    expect(await custody.unwrap(kid, 2, publicKey, wrapped)).toMatchObject(refused);
    expect(await custody.unwrap(other, 1, publicKey, wrapped)).toMatchObject(refused);
    expect(await custody.unwrap(kid, 1, generateEvaluationKey().publicKey, wrapped)).toMatchObject(refused);
    for (const text of ["", "A", `${wrapped}A`, wrapped.slice(0, -4), `B${wrapped.slice(1)}`])
      expect(await custody.unwrap(kid, 1, publicKey, text)).toMatchObject(refused);
    // the files change places
    copyFileSync(join(folder, other), join(folder, "swap"));
    renameSync(join(folder, kid), join(folder, other));
    renameSync(join(folder, "swap"), join(folder, kid));
    expect(await custody.unwrap(kid, 1, publicKey, wrapped)).toMatchObject(refused);
  });

  it("what was shredded, though the database is whole; and no later epoch brings it back", async () => {
    const { folder, master, kid } = made();
    const custody = keyCustody(folder, master);
    const wrapped = must(await custody.wrap(kid, 1, key));
    expect(await custody.shred(kid)).toEqual({ ok: true, value: undefined });
    expect(await custody.unwrap(kid, 1, publicKey, wrapped)).toEqual({ ok: false, reason: "shredded", detail: kid });
    expect(await custody.wrap(kid, 2, key)).toMatchObject({ ok: false, reason: "shredded" });
    expect(await custody.shred(kid)).toEqual({ ok: true, value: undefined });
  });

  it("a folder that is none", async () => {
    const { folder, master, kid } = made();
    writeFileSync(join(folder, "file"), "");
    const custody = keyCustody(join(folder, "file"), master);
    expect(await custody.unwrap(kid, 1, publicKey, "A")).toEqual({
      ok: false,
      reason: "unreadable",
      detail: "ENOTDIR",
    });
    expect(await custody.shred(kid)).toMatchObject({ ok: false, reason: "unreadable" });
    expect(await keyCustody(join(folder, "nowhere"), master).wrap(kid, 1, key)).toMatchObject({
      ok: false,
      reason: "unreadable",
    });
  });
});

it("a master key has its length", () => {
  expect(() => keyCustody("/nowhere", randomBytes(31))).toThrow(TypeError);
});
