import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { toText } from "../bytes.ts";
import { must } from "../testing/shop.ts";
import { createHostKeys, readHostKeys, readPin, writePin } from "./host-folder.ts";

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-host-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "keys");
}

const pin = {
  ...{ file: toText(Buffer.alloc(16, 1)), owner: toText(Buffer.alloc(32, 2)), sequence: 3, headerVersion: 1 },
  digest: toText(Buffer.alloc(32, 3)),
};

it("keys are made once, for this user alone, and read again", async () => {
  const folder = fresh();
  const keys = must(await createHostKeys(folder));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).toSorted()).toEqual(["local.key", "signing.key"]);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o400);
  const again = must(await readHostKeys(folder));
  expect(again.localKey).toEqual(keys.localKey);
  expect(again.signer.publicKey).toBe(keys.signer.publicKey);
  const before = readFileSync(join(folder, "local.key"), "utf8");
  expect(await createHostKeys(folder)).toEqual({ ok: false, reason: "keys-exist", detail: folder });
  expect(readFileSync(join(folder, "local.key"), "utf8")).toBe(before);
});

it("a folder in which making them was cut off is used again", async () => {
  const folder = fresh();
  must(await createHostKeys(folder));
  rmSync(join(folder, "local.key"));
  must(await createHostKeys(folder));
  must(await readHostKeys(folder));
});

describe("keys are not read", () => {
  it("where there are none", async () => {
    const folder = fresh();
    expect(await readHostKeys(folder)).toMatchObject({ ok: false, reason: "no-keys" });
  });

  it.each([
    ["when the group can read one", "local.key", 0o440],
    ["when everybody can read one", "signing.key", 0o404],
    ["when others can write into the folder", ".", 0o770],
  ])("%s", async (_, name, mode) => {
    const folder = fresh();
    must(await createHostKeys(folder));
    chmodSync(join(folder, name), mode);
    expect(await readHostKeys(folder)).toMatchObject({ ok: false, reason: "open-to-others" });
  });

  it.skipIf(process.getuid?.() !== 0)("when they are somebody else's", async () => {
    const folder = fresh();
    must(await createHostKeys(folder));
    chownSync(join(folder, "local.key"), 65_534, 65_534);
    expect(await readHostKeys(folder)).toMatchObject({ ok: false, reason: "open-to-others" });
  });

  it("over a link", async () => {
    const folder = fresh();
    must(await createHostKeys(folder));
    rmSync(join(folder, "local.key"));
    symlinkSync(join(folder, "signing.key"), join(folder, "local.key"));
    expect(await readHostKeys(folder)).toMatchObject({ ok: false, reason: "open-to-others" });
  });

  it.each([
    ["local.key", ""],
    ["local.key", "AAAA"],
    ["signing.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
  ])("when %s is %j", async (name, text) => {
    const folder = fresh();
    must(await createHostKeys(folder));
    rmSync(join(folder, name));
    writeFileSync(join(folder, name), text, { mode: 0o400 });
    expect(await readHostKeys(folder)).toEqual({ ok: false, reason: "malformed-key", detail: join(folder, name) });
  });
});

describe("keys that systemd gives", () => {
  function given(folder: string, ...names: readonly ("local" | "signing")[]): string {
    const credentials = mkdtempSync(join(tmpdir(), "secondlock-credentials-"));
    onTestFinished(() => rmSync(credentials, { recursive: true, force: true }));
    for (const name of names)
      writeFileSync(join(credentials, `secondlock-${name}-key`), readFileSync(join(folder, `${name}.key`)), {
        mode: 0o440,
      });
    return credentials;
  }

  it("are taken before those of the folder, and nothing has to be there", async () => {
    const folder = fresh();
    const keys = must(await createHostKeys(folder));
    const credentials = given(folder, "local", "signing");
    rmSync(join(folder, "local.key"));
    rmSync(join(folder, "signing.key"));
    const found = must(await readHostKeys(folder, credentials));
    expect(found).toMatchObject({ localKey: keys.localKey, fromCredentials: true });
    expect(found.signer.publicKey).toBe(keys.signer.publicKey);
  });

  it("may be one of two; then they lie on the disk as well", async () => {
    const folder = fresh();
    must(await createHostKeys(folder));
    for (const credentials of [undefined, given(folder), given(folder, "local"), given(folder, "signing")])
      expect(must(await readHostKeys(folder, credentials)).fromCredentials).toBe(false);
  });

  it.each([
    ["everybody can read one", 0o444, "open-to-others"],
    ["a group can write one", 0o460, "open-to-others"],
    ["one is no key", 0o400, "malformed-key"],
  ])("are refused when %s, whatever is in the folder", async (_, mode, reason) => {
    const folder = fresh();
    must(await createHostKeys(folder));
    const credentials = given(folder, "local", "signing");
    const path = join(credentials, "secondlock-local-key");
    if (reason === "malformed-key") writeFileSync(path, "AAAA");
    chmodSync(path, mode);
    expect(await readHostKeys(folder, credentials)).toEqual({ ok: false, reason, detail: path });
  });
});

describe("a pin", () => {
  it("is kept, and replaced", async () => {
    const folder = fresh();
    must(await createHostKeys(folder));
    expect(await readPin(folder, pin.file)).toEqual({ ok: false, reason: "not-pinned", detail: pin.file });
    must(await writePin(folder, pin));
    must(await writePin(folder, { ...pin, sequence: 4 }));
    expect(await readPin(folder, pin.file)).toEqual({ ok: true, value: { ...pin, sequence: 4 } });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it.each(["", "{}", '{"sequence":0}'])("that says %j is refused", async (text) => {
    const folder = fresh();
    must(await createHostKeys(folder));
    writeFileSync(join(folder, `pin-${pin.file}`), text, { mode: 0o600 });
    expect(await readPin(folder, pin.file)).toMatchObject({ ok: false, reason: "malformed-pin" });
  });
});
