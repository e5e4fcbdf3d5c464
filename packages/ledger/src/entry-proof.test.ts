import { beforeAll, describe, expect, test } from "vitest";
import { type ConsistencyProof, type EntryProof, provesConsistency, provesEntry } from "./entry-proof.ts";
import { entryHash } from "./hash.ts";
import type { Head } from "./head.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, headOf, opened, openings } from "./testing/store-contract.ts";

const folder = ownFolders();
let [older, newer]: Head[] = [];
let entry: EntryProof;
let onwards: ConsistencyProof;

beforeAll(async () => {
  const ledger = await opened(fileStore({ folder: folder() }));
  await add(ledger, ...openings(3));
  older = await headOf(ledger);
  await add(ledger, ...openings(2, 3));
  newer = await headOf(ledger);
  const [made, on] = [await ledger.proof(1, newer), await ledger.consistency(older, newer)];
  if (!made.ok || !on.ok) throw new Error("no proofs");
  [entry, onwards] = [made.proof, on.proof];
  await ledger.close();
});

const garbage: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["nothing", undefined],
  ["a text", "proof"],
  ["a number", 1],
  ["a list", []],
  ["an empty object", {}],
  ["an object without a prototype", Object.create(null)],
];

describe("what is no proof proves nothing, and throws nothing", () => {
  test.each(garbage)("%s", (_, value) => {
    expect(provesEntry(newer as Head, entry)).toBe(true);
    expect(provesConsistency(older as Head, newer as Head, onwards)).toBe(true);
    expect(provesEntry(newer as Head, value)).toBe(false);
    expect(provesEntry(value as Head, entry)).toBe(false);
    expect(provesEntry(newer as Head, { ...entry, path: value })).toBe(false);
    expect(provesEntry(newer as Head, { ...entry, path: [value] })).toBe(false);
    expect(provesEntry(newer as Head, { ...entry, entry: value })).toBe(false);
    expect(provesEntry({ ...newer, root: value } as Head, entry)).toBe(false);
    expect(provesConsistency(older as Head, newer as Head, value)).toBe(false);
    expect(provesConsistency(value as Head, newer as Head, onwards)).toBe(false);
    expect(provesConsistency(older as Head, value as Head, onwards)).toBe(false);
    expect(provesConsistency(older as Head, newer as Head, { ...onwards, path: value })).toBe(false);
  });
});

test.each<[string, Partial<EntryProof>]>([
  ["another log", { log: "bank" }],
  ["another size", { size: 4 }],
])("a proof of an entry that says it is for %s proves nothing", (_, change) => {
  expect(provesEntry(newer as Head, { ...entry, ...change })).toBe(false);
});

test.each<[string, Partial<ConsistencyProof>]>([
  ["another log", { log: "bank" }],
  ["another older head", { older: 2 }],
  ["another newer head", { newer: 6 }],
])("a proof of consistency that says it is for %s proves nothing", (_, change) => {
  expect(provesConsistency(older as Head, newer as Head, { ...onwards, ...change })).toBe(false);
});

test("heads of two logs are not consistent", () => {
  const other = { ...(newer as Head), log: "bank" };
  expect(provesConsistency(older as Head, other, onwards)).toBe(false);
  expect(provesConsistency(older as Head, other, { ...onwards, log: "bank" })).toBe(false);
});

test.each<[string, (text: string) => string]>([
  ["members in another order", (text) => text.replace(/("data":\{.*?\}),("prev":"\w+")/, "$2,$1")],
  ["data in another order", (text) => text.replace('{"n":0}', '{"z":0,"n":0}')],
  ["an object in a list of the data in another order", (text) => text.replace('{"n":0}', '{"n":[{"z":0,"n":0}]}')],
])("a text that is not canonical is no entry, whatever its hash: %s", async (_, change) => {
  const ledger = await opened(fileStore({ folder: folder() }));
  await add(ledger, ...openings(1));
  const head = await headOf(ledger);
  const made = await ledger.proof(0, head);
  await ledger.close();
  if (!made.ok) throw new Error(made.reason);
  const forged = (text: string): boolean => {
    const root = entryHash(text);
    return provesEntry({ ...head, last: root, root }, { ...made.proof, entry: text });
  };
  const text = change(made.proof.entry);
  expect(text).not.toBe(made.proof.entry);
  expect(forged(made.proof.entry)).toBe(true);
  expect(forged(text)).toBe(false);
  // the same members, in order
  expect(
    forged(text.replaceAll('"z":0,"n":0', '"n":0,"z":0').replace(/("prev":"\w+"),("data":\{.*?\})/, "$2,$1")),
  ).toBe(true);
});
