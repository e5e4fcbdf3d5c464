import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absent } from "./absent.ts";
import type { EntryBody } from "./entry.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, headOf, opened } from "./testing/store-contract.ts";

const folder = ownFolders();

test("a private value that was removed by hand is missing, one that was redacted is not", async () => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, { type: "a", private: { name: "Ada", address: "x" } }, { type: "a", private: { name: "Bob" } });
  await ledger.redact(0, "address");
  const head = await headOf(ledger);
  expect(await ledger.verify(head)).toMatchObject({ ok: true, redacted: 1, missing: 0 });
  await ledger.close();
  const path = join(own, "0000000000000000.jsonl");
  writeFileSync(path, readFileSync(path, "utf8").replace(/,"opened":\{.*\}\}(?=\}$)/m, ""));
  const again = await opened(fileStore({ folder: own }));
  expect(await again.verify(head)).toMatchObject({ ok: true, redacted: 1, missing: 1 });
  await again.close();
});

test("no more is remembered than what is allowed to wait", () => {
  const going = absent(2);
  const entry = { v: 1, time: "", prev: "", data: {}, type: "a" } as const;
  for (const seq of [0, 1, 2, 3]) going.take({ ...entry, seq, private: { name: "" } } satisfies EntryBody, new Map());
  for (const seq of [0, 3, 0])
    going.take({ ...entry, seq: 4, type: "ledger.redacted", data: { seq, name: "name" } }, new Map());
  expect([going.redacted(), going.missing()]).toEqual([1, 3]);
});
