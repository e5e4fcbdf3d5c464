import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setValue } from "../file/edit.ts";
import { editAsPerson } from "../file/personal-edit.ts";
import { signHeader, writeFile } from "../file/write-file.ts";
import { must, read } from "../testing/shop.ts";
import { byHand } from "./by-hand.ts";
import { rotate, takeBack } from "./rotate.ts";
import type { RotationOrder, Told } from "./rotation-order.ts";
import { type Desk, makeDesk } from "./testing/desk.ts";

describe("a value that a person makes", () => {
  let desk: Desk;
  let asked: string[];
  /** What the person answers. */
  let answers: { value?: string; gone: boolean };
  beforeEach(async () => {
    desk = await makeDesk("the old key", "STRIPE_KEY");
    asked = [];
    answers = { gone: false };
  });
  afterEach(() => desk.remove());

  const order = (more: Partial<RotationOrder> = {}): RotationOrder => ({
    ...{ ...desk.order, quiet: 0 },
    provider: byHand({
      newValue() {
        asked.push("value");
        return Promise.resolve(answers.value);
      },
      oldIsGone() {
        asked.push("gone");
        return Promise.resolve(answers.gone);
      },
    }),
    async prove(host, expected) {
      asked.push(`${host} ${expected}`);
      const line = read(readFileSync(desk.file)).values.find(({ name }) => name === "STRIPE_KEY");
      return String(line?.version) === expected ? { ok: true, value: undefined } : { ok: false, reason: "not-proven" };
    },
    ...more,
  });
  const unproven = (): RotationOrder => order({ prove: undefined });
  const remembered = (): readonly string[] => readdirSync(desk.home).filter((name) => name.startsWith("rotation-"));

  it("is waited for, set, proven, and at last the old one is asked about; nothing is asked twice", async () => {
    expect(await rotate(order())).toEqual({ ok: false, reason: "no-value" });
    expect([await desk.value(), remembered()]).toEqual(["the old key", []]);
    answers.value = "the new key";
    expect(await rotate(unproven())).toEqual({ ok: false, reason: "no-proof", detail: "app-1" });
    expect(await desk.value()).toBe("the new key");
    expect(await rotate(order())).toEqual({ ok: false, reason: "old-not-gone", detail: "the old value" });
    answers.gone = true;
    must(await rotate(order()));
    expect(asked).toEqual(["value", "value", "app-1 2", "gone", "gone"]);
    expect([await desk.value(), remembered()]).toEqual(["the new key", []]);
  });

  it("is in no file in clear while the rotation waits", async () => {
    answers.value = "a key that nobody may read";
    await rotate(unproven());
    for (const name of readdirSync(desk.home)) {
      const text = readFileSync(join(desk.home, name));
      for (const form of ["utf8", "base64url", "hex"] as const)
        expect(String(text)).not.toContain(Buffer.from(answers.value).toString(form));
    }
  });

  it("is taken back: the old one stands in the file again, and the new one is asked about", async () => {
    answers.value = "the new key";
    await rotate(unproven());
    must(await takeBack(order()));
    expect(await rotate(order())).toEqual({ ok: false, reason: "old-not-gone", detail: "the new value" });
    expect(await desk.value()).toBe("the old key");
  });

  it.each<Told>(["created", "set", "proven", "finished"])(
    "a process that dies behind the step '%s' and has not remembered it does it again, with the same end",
    async (step) => {
      answers.value = "the new key";
      answers.gone = true;
      const file = (): string => join(desk.home, remembered()[0] ?? "none");
      const kept = new Map<string, Buffer>();
      let last: Buffer | undefined;
      const told = (done: Told): void => {
        if (last !== undefined) kept.set(done, last);
        last = done === "finished" ? undefined : readFileSync(file());
      };
      must(await rotate(order({ told })));
      // what was remembered before the step
      const path = join(desk.home, `rotation-${desk.shop.header.file}-STRIPE_KEY`);
      writeFileSync(path, kept.get(step)!, { mode: 0o600 });
      answers.value = "another key";
      must(await rotate(order()));
      expect(await desk.value()).toBe("the new key");
      expect(remembered()).toEqual([]);
    },
  );

  it.each([
    ["another shape", (text: string) => text.replace('"step":"test"', '"step":"never"')],
    ["another order", (text: string) => text.replace("{", '{"a":1,')],
    ["another file", (text: string) => text.replace(/"file":"./, '"file":"_')],
    ["no JSON", () => "x"],
  ])("a remembered rotation with %s is told, and nothing is done", async (__, change) => {
    answers.value = "the new key";
    await rotate(unproven());
    const path = join(desk.home, remembered()[0] ?? "");
    writeFileSync(path, change(readFileSync(path, "utf8")));
    expect(await rotate(order())).toEqual({ ok: false, reason: "malformed-rotation", detail: path });
  });

  it.each<Told>(["prepared", "created", "set"])("what somebody sets when it is %s is not overwritten", async (step) => {
    answers = { value: "the new key", gone: true };
    const told = (done: Told): void => {
      if (done === step) throw new Error("stopped");
    };
    await expect(rotate(order({ told }))).rejects.toThrow("stopped");
    const { home, file } = desk;
    must(
      await editAsPerson({ home, file, at: new Date() }, (sealed, edit) =>
        setValue(sealed, "STRIPE_KEY", "mine", edit),
      ),
    );
    expect(await rotate(order())).toEqual({ ok: false, reason: "changed-meanwhile", detail: "STRIPE_KEY" });
    expect(await takeBack(order())).toEqual({ ok: false, reason: "changed-meanwhile", detail: "STRIPE_KEY" });
    expect([await desk.value(), asked]).toEqual(["mine", ["value"]]);
  });

  it("one of another provider is not gone on with", async () => {
    answers.value = "the new key";
    await rotate(unproven());
    const { provider } = order();
    expect(await rotate(order({ provider: { ...provider, name: "postgresql" } }))).toMatchObject({
      reason: "other-rotation",
    });
    expect(await takeBack({ ...desk.order, provider: { ...provider, knows: () => false } })).toMatchObject({
      reason: "other-rotation",
    });
  });

  it("each host that opens the file has to prove, and is asked once", async () => {
    answers = { value: "the new key", gone: true };
    await desk.addHost("app-2");
    const proof = order().prove;
    const one: RotationOrder = order({
      prove: async (host, expected) =>
        host === "app-2" ? { ok: false, reason: "not-proven", detail: "asleep" } : await proof!(host, expected),
    });
    expect(await rotate(one)).toEqual({ ok: false, reason: "not-proven", detail: "app-2: asleep" });
    must(await rotate(order()));
    expect(asked).toEqual(["value", "app-1 3", "app-2 3", "gone"]);
  });

  it("a host that comes in the last moment has to prove as well", async () => {
    answers.value = "the new key";
    expect(await rotate(order())).toMatchObject({ reason: "old-not-gone" });
    await desk.addHost("app-2");
    expect(await rotate(unproven())).toEqual({ ok: false, reason: "no-proof", detail: "app-2" });
  });

  it("without any host nobody can prove, and nothing ends", async () => {
    answers = { value: "the new key", gone: true };
    await desk.edit((sealed) => ({ ...sealed, wraps: [] }));
    expect(await rotate(order())).toEqual({ ok: false, reason: "no-hosts" });
    expect(asked).toEqual(["value"]);
  });

  it("a variable that the owner has not listed is refused, and nothing is remembered", async () => {
    answers.value = "--require x";
    expect(await rotate({ ...order(), name: "NODE_OPTIONS" })).toMatchObject({ reason: "loader" });
    expect(remembered()).toEqual([]);
  });

  it("a value too long is refused after it was asked for, and asked for again", async () => {
    answers.value = "x".repeat(70_000);
    expect(await rotate(order())).toMatchObject({ reason: "too-long" });
    expect([await desk.value(), remembered()]).toEqual(["the old key", []]);
  });

  it("nobody whom the owner has not listed rotates anything", async () => {
    answers.value = "the new key";
    const header = signHeader(
      { ...desk.shop.header, version: 2, editors: [{ name: "ada", key: desk.shop.owner.publicKey }] },
      desk.shop.owner,
    );
    const sealed = read(readFileSync(desk.file));
    writeFileSync(
      desk.file,
      writeFile({ ...sealed, header }, [sealed], { by: "ada", signer: desk.shop.owner, at: new Date() }),
    );
    expect(await rotate(order())).toMatchObject({ ok: false, reason: "no-editor" });
  });
});
