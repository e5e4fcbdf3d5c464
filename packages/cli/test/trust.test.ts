import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPin } from "@secondlock/vault/file";
import { makeShop } from "@secondlock/vault/testing";
import { describe, expect, it } from "vitest";
import { atTerminal, sealedDesk, type SealedDesk } from "./sealed-desk.ts";

const file = (desk: SealedDesk): string => join(desk.path, ".env.sealed");

describe("secondlock trust", () => {
  const pinned = async (desk: SealedDesk): Promise<unknown> => await readPin(desk.home, desk.shop.header.file);

  it("shows whose the file is, and pins it only when somebody agrees", async () => {
    const desk = await sealedDesk({ A: "1" });
    rmSync(join(desk.home, `pin-${desk.shop.header.file}`));
    expect(atTerminal(desk, [["word yes", "no"]], "trust")).toMatchObject({ status: 5 });
    expect(await pinned(desk)).toMatchObject({ reason: "not-pinned" });
    const { status, shown } = atTerminal(desk, [["word yes", "yes"]], "trust");
    expect(status).toBe(0);
    expect(shown).toContain(`owner    ${desk.shop.owner.publicKey}`);
    expect(shown).toContain(`You are ben, with the public key ${desk.shop.ben.publicKey}`);
    expect(await pinned(desk)).toMatchObject({ ok: true, value: { owner: desk.shop.owner.publicKey, sequence: 1 } });
  });

  it("takes the owner's key from a script, and no other", async () => {
    const desk = await sealedDesk({ A: "1" });
    rmSync(desk.home, { recursive: true });
    const other = await desk.run(["trust", "--owner", desk.shop.ben.publicKey]);
    expect(other).toMatchObject({ status: 2, err: expect.stringContaining("the owner's key is not") });
    expect(await desk.run(["trust"])).toMatchObject({ status: 5, err: expect.stringContaining("nobody can be asked") });
    const { status, out } = await desk.run(["trust", "--owner", desk.shop.owner.publicKey, "--name", "eve"]);
    expect(status).toBe(0);
    expect(out).toMatch(/You are eve, with the public key [\w-]{43}\n/);
    // trust makes nobody an editor
    expect(await desk.run(["set", "A"], "x")).toMatchObject({
      ...{ status: 2, err: expect.stringContaining("the owner has not made you, eve, an editor") },
    });
  });

  it("pins for a host too, where its keys are", async () => {
    const desk = await sealedDesk({ A: "1" });
    const host = join(desk.path, "keys");
    const args = ["trust", "--keys", host, "--owner", desk.shop.owner.publicKey];
    expect(await desk.run(args)).toMatchObject({ status: 2, err: expect.stringContaining("ENOENT") });
    mkdirSync(host, { mode: 0o700 });
    expect((await desk.run(args)).status).toBe(0);
    expect(await readPin(host, desk.shop.header.file)).toMatchObject({ ok: true });
    expect(await desk.run(["secrets", "--keys", host])).toMatchObject({ status: 0 });
  });

  it("does not take another owner for a file that is pinned, nor an older one unasked", async () => {
    const desk = await sealedDesk({ A: "1" });
    await desk.run(["set", "B"], "2");
    const usurped = makeShop({ A: "1" }, { file: desk.shop.header.file });
    writeFileSync(file(desk), usurped.bytes);
    const said = await desk.run(["trust", "--owner", usurped.owner.publicKey]);
    expect(said).toMatchObject({ status: 2, err: expect.stringContaining("you trust another owner for this file") });
    writeFileSync(file(desk), desk.shop.bytes);
    const older = ["trust", "--owner", desk.shop.owner.publicKey];
    expect(await desk.run(older)).toMatchObject({ status: 2, err: expect.stringContaining("a newer file") });
    expect((await desk.run([...older, "--older"])).status).toBe(0);
    expect((await desk.run(["set", "C"], "3")).status).toBe(0);
  });

  it("does not take a file that is broken in itself", async () => {
    const desk = await sealedDesk({ A: "1", B: "2" });
    writeFileSync(file(desk), String(desk.shop.bytes).replace(/\nvalue A .*/, ""));
    const said = await desk.run(["trust", "--owner", desk.shop.owner.publicKey]);
    expect(said).toMatchObject({ status: 2, err: expect.stringContaining("were changed and not signed") });
  });
});
