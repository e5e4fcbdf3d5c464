import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { openReader } from "../reader.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import { sync, told, made, type Step } from "../testing/step.ts";
import { mayTrace, traced } from "../testing/trace.ts";
import { openDatabase } from "./sqlite-database.ts";
import { onlooker } from "./sqlite-onlooker.ts";
import { sizeOf } from "./sqlite-rows.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

async function log(count: number): Promise<string> {
  const file = join(folder(), "log.db");
  const ledger = await opened(sqliteStore({ file }));
  await add(ledger, ...openings(count));
  await ledger.close();
  return file;
}

function append(file: string): DatabaseSync {
  const database = openDatabase(file);
  database.exec("INSERT INTO ledger_entry SELECT max(seq) + 1, '', '', NULL FROM ledger_entry");
  return database;
}

test("what was read while the database changed does not count: it is read again", async () => {
  const file = await log(3);
  const looking = onlooker(file);
  const sizes: number[] = [];
  const size = looking.read((database) => {
    sizes.push(sizeOf(database));
    if (sizes.length === 1) append(file).close();
    return sizes.at(-1);
  });
  expect([size, sizes]).toEqual([4, [3, 4]]);
  expect(existsSync(`${file}-wal`)).toBe(false);
  looking.close();
});

test("nor what was read while a writer came, who is still there", async () => {
  const file = await log(3);
  const looking = onlooker(file);
  const sizes: number[] = [];
  let writer: DatabaseSync | undefined;
  const size = looking.read((database) => {
    sizes.push(sizeOf(database));
    writer ??= append(file);
    return sizes.at(-1);
  });
  expect([size, sizes]).toEqual([4, [3, 4]]);
  looking.close();
  writer?.close();
});

test("nor an error that comes of it", async () => {
  const file = await log(3);
  const looking = onlooker(file);
  let reads = 0;
  const size = looking.read((database) => {
    reads += 1;
    if (reads > 1) return sizeOf(database);
    append(file).close();
    throw new Error("torn pages");
  });
  expect(size).toBe(4);
  looking.close();
});

test("a database that changes each time is busy", async () => {
  const file = await log(3);
  const looking = onlooker(file);
  const always = (): void => append(file).close();
  expect(() => looking.read(always)).toThrow(expect.objectContaining({ name: "StoreError", reason: "busy" }) as Error);
});

/** Has the log to itself, as one who repairs it after a crash. */
const repairing = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(workerData);
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; INSERT INTO ledger_seal VALUES (0, '', '', ''); COMMIT");
  parentPort.postMessage("holds");
  setTimeout(() => database.close(), 200);
`;

test("one who only reads waits a moment for another who repairs the log", async () => {
  const file = await log(3);
  const worker = new Worker(repairing, { eval: true, workerData: file });
  await new Promise((resolve) => worker.once("message", resolve));
  const result = await openReader({ store: sqliteStore({ file }) });
  expect(result).toMatchObject({ ok: true });
  if (result.ok) await result.reader.close();
  await worker.terminate();
});

test.skipIf(!mayTrace())("a reader's head is told when the log, and its name in the folder, are on disk", async () => {
  const own = folder();
  const path = join(own, "log.db");
  const ledger = await opened(sqliteStore({ file: path }));
  await add(ledger, ...openings(1));
  const calls = await traced(folder(), { kind: "SQLite", path, reads: true, ask: ["head"] });
  const log: Step = [/^f(data)?sync$/, /log\.db-wal>\)\s+= 0$/];
  const steps = [log, sync(own), told("head 1")];
  expect(made(calls, steps)).toEqual(steps);
  expect((await headOf(ledger)).size).toBe(1);
  await ledger.close();
});
