import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openLedger } from "./ledger.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, opened, openings } from "./testing/store-contract.ts";

const folder = ownFolders();

describe("a damaged log", () => {
  test("is not written to, and can still be read up to there", async () => {
    const own = folder();
    const whole = await opened(fileStore({ folder: own }));
    await add(whole, ...openings(40));
    await whole.close();
    const path = join(own, "0000000000000032.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace('"n":35', '"n":0'));
    const result = await openLedger({ store: fileStore({ folder: own }) });
    if (!result.ok) throw new Error(result.reason);
    expect(result.standing).toMatchObject({ ok: false, reason: "damaged", detail: "entry 35: changed" });
    expect(await result.ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
    const read = async (): Promise<number> => {
      let last = -1;
      for await (const { seq } of result.ledger.read({ from: 30 })) last = seq;
      return last;
    };
    await expect(read()).rejects.toMatchObject({ name: "StoreError", reason: "damaged" });
    expect(await result.ledger.verify()).toMatchObject({ reason: "changed", seq: 35 });
    await result.ledger.close();
  });

  test("is not written to when it became shorter meanwhile", async () => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(10));
    const file = join(own, "0000000000000000.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8").split("\n").slice(0, 5).join("\n")}\n`);
    expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
    await ledger.close();
  });

  test("is not written to when it was replaced by a shorter one", async () => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(10));
    const file = join(own, "0000000000000000.jsonl");
    writeFileSync(`${file}.new`, `${readFileSync(file, "utf8").split("\n").slice(0, 5).join("\n")}\n`);
    renameSync(`${file}.new`, file);
    const refused = { ok: false, reason: "damaged", detail: expect.stringMatching(/lacks 5 lines/) as string };
    expect(await ledger.append({ type: "a" })).toEqual(refused);
    await ledger.close();
  });

  test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
    ["a packed segment lacks a line", (lines) => lines.slice(0, -1), /is not full/],
    ["a packed segment has a line more", (lines) => [...lines, lines[15] ?? ""], /more lines than a segment/],
  ])("is not written to when %s", async (_, change, detail) => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(16));
    await ledger.close();
    const file = join(own, "0000000000000000.jsonl");
    const lines = change(readFileSync(file, "utf8").split("\n").slice(0, -1));
    writeFileSync(`${file}.zst`, zstdCompressSync(`${lines.join("\n")}\n`));
    for (const name of ["0000000000000000.jsonl", "seals.jsonl"]) rmSync(join(own, name));
    const result = await openLedger({ store: fileStore({ folder: own }) });
    const standing = { ok: false, reason: "damaged", detail: expect.stringMatching(detail) as string };
    expect(result).toMatchObject({ ok: true, standing });
    if (result.ok) await result.ledger.close();
  });

  test("that cannot seal a full segment has its entries all the same", async () => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    mkdirSync(join(own, "seals.jsonl"));
    expect(await add(ledger, ...openings(17))).toEqual([...Array(17).keys()]);
    await ledger.close();
  });

  test("is not made anew when its identity is lost", async () => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(3));
    await ledger.close();
    rmSync(join(own, "ledger.json"));
    expect(await openLedger({ store: fileStore({ folder: own }) })).toMatchObject({ ok: false, reason: "damaged" });
  });
});
