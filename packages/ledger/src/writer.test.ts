import { expect, test } from "vitest";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, entriesOf, headOf, opened } from "./testing/store-contract.ts";

const folder = ownFolders();

test.each<[string, "before" | "after"]>([
  ["before it wrote", "before"],
  ["after it wrote", "after"],
])("who waits for a store that throws %s is told, and goes on when it works again", async (_, when) => {
  const store = fileStore({ folder: folder() });
  let broken = false;
  const ledger = await opened({
    ...store,
    async change(known, begin) {
      if (broken && when === "before") throw new TypeError("a bug");
      const outcome = await store.change(known, begin);
      if (broken) throw new TypeError("a bug");
      return outcome;
    },
  });
  await add(ledger, { type: "a", private: { name: "Ada" } });
  broken = true;
  const told = { ok: false, reason: "fate-unknown", detail: "TypeError" };
  expect(await Promise.all([ledger.append({ type: "b" }), ledger.append({ type: "c" })])).toEqual([told, told]);
  expect(await ledger.head()).toEqual(told);
  expect(await ledger.redact(0, "name")).toEqual(told);
  broken = false;
  await add(ledger, { type: "d" });
  const written = when === "before" ? ["a", "d"] : ["a", "b", "c", "ledger.redacted", "d"];
  expect((await entriesOf(ledger)).map(({ type }) => type)).toEqual(written);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
  await ledger.close();
});

test("a clock that throws is answered, and nothing is written", async () => {
  let broken = false;
  const clock = (): number => {
    if (broken) throw new Error("no clock");
    return Date.UTC(2026);
  };
  const ledger = await opened(fileStore({ folder: folder() }), { clock });
  broken = true;
  expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "failed" });
  broken = false;
  expect(await add(ledger, { type: "a" })).toEqual([0]);
  await ledger.close();
});
