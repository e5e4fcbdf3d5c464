import { expect, test } from "vitest";
import { openLedger } from "./ledger.ts";
import { openReader } from "./reader.ts";
import { failure, type Store, StoreError } from "./store.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { opened } from "./testing/store-contract.ts";

const folder = ownFolders();

const openings: readonly (readonly [string, (store: Store, id?: string) => Promise<{ readonly ok: boolean }>])[] = [
  ["openLedger", (store, id) => openLedger({ store, ...(id === undefined ? {} : { id }) })],
  ["openReader", (store, id) => openReader({ store, ...(id === undefined ? {} : { id }) })],
];

async function unreadable(): Promise<never> {
  throw new StoreError(failure("failed", "EIO"));
}

test.each(openings)("%s closes a store that it refuses, which may be given again", async (_, open) => {
  const own = folder();
  await (await opened(fileStore({ folder: own }), { id: "shop" })).close();
  let closed = 0;
  let broken = true;
  const inner = fileStore({ folder: own });
  const store: Store = {
    ...inner,
    seals: () => (broken ? unreadable() : inner.seals()),
    async close() {
      closed += 1;
      await inner.close();
    },
  };
  expect(await open(store, "bank")).toEqual({ ok: false, reason: "other-log", detail: "shop" });
  expect(closed).toBe(1);
  expect(await open(store)).toEqual({ ok: false, reason: "failed", detail: "EIO" });
  expect(closed).toBe(2);
  broken = false;
  expect(await open(store)).toMatchObject({ ok: true });
  await inner.close();
});

test.each(openings)("%s takes no store that another ledger has", async (_, open) => {
  const store = fileStore({ folder: folder() });
  const ledger = await opened(store);
  await expect(open(store)).rejects.toThrow(TypeError);
  expect(await ledger.append({ type: "a" })).toMatchObject({ ok: true, seq: 0 });
  await ledger.close();
  await expect(open(store)).rejects.toThrow(TypeError);
});
