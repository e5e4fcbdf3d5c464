import { once } from "node:events";
import { expect, test } from "vitest";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { startWriter } from "../testing/own-process.ts";
import { entriesOf, headOf, opened } from "../testing/store-contract.ts";

const folder = ownFolders();
const names = ["a", "b"] as const;

test("two processes write one chain, in turns", async () => {
  const own = folder();
  const children = names.map((name) => startWriter({ folder: own, width: 3, length: 200, segmentSize: 64, name }));
  const told = names.map((): number[] => []);
  const enough = Promise.withResolvers<void>();
  for (const [index, child] of children.entries()) {
    child.stdout?.on("data", (chunk: Buffer) => {
      const seqs = chunk.toString("utf8").matchAll(/^(\d+)\n/gm);
      for (const [, seq] of seqs) told[index]?.push(Number(seq));
      // both at once: whoever came first had to let the other in
      if (told.every(({ length }) => length > 90)) enough.resolve();
    });
  }
  const closed = children.map((child) => once(child, "close"));
  await Promise.race([enough.promise, ...closed]);
  expect(children.map(({ exitCode }) => exitCode)).toEqual([null, null]);
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(closed);

  const ledger = await opened(fileStore({ folder: own }));
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
  const entries = await entriesOf(ledger);
  for (const [index, name] of names.entries()) {
    for (const seq of told[index] ?? []) expect(entries[seq]?.data["name"]).toBe(name);
    const numbers = entries.filter(({ data }) => data["name"] === name).map(({ data }) => data["n"]);
    expect(numbers).toEqual([...Array(numbers.length).keys()]);
  }
  // neither of them starves: both had turns while the other was at work
  const changes = entries.filter(({ data }, at) => data["name"] !== entries[at - 1]?.data["name"]).length;
  expect(changes).toBeGreaterThan(2);
  await ledger.close();
});
