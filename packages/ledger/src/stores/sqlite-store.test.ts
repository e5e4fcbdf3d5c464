import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import type { Asking } from "../testing/asking-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { ready } from "../testing/ready.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import { killedBefore, mayTrace } from "../testing/trace.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();
const secret = "a-value-that-has-to-go";
const hidden = { type: "a.b", private: { name: secret } };

function holding(own: string): readonly string[] {
  return readdirSync(own).filter((name) => readFileSync(join(own, name)).includes(secret));
}

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])("waits for no time that has no end: %d ms", (waitMs) => {
  expect(() => sqliteStore({ file: "log.db", waitMs })).toThrow(RangeError);
});

test("waits for nobody with 0 ms", async () => {
  const file = join(folder(), "log.db");
  const ledger = await opened(sqliteStore({ file, waitMs: 0 }));
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "busy" });
  other.close();
  expect(await add(ledger, ...openings(1))).toEqual([0]);
  await ledger.close();
});

/** A redaction of another process that came as far as its commit: the write-ahead log still has the value. */
async function halfRedacted(file: string): Promise<{ readonly reading: DatabaseSync; close(): Promise<void> }> {
  const ledger = await opened(sqliteStore({ file, waitMs: 0 }));
  const reading = new DatabaseSync(file);
  reading.exec("BEGIN");
  reading.prepare("SELECT count(*) FROM ledger_entry").get();
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: true, lingers: true });
  return { reading, close: () => ledger.close() };
}

/** Takes a turn to remove a value that is not there any more. */
function conceal(store: Store): ReturnType<Store["change"]> {
  const change = { rows: [], seals: [], conceal: { seq: 0, keep: (opened: string | undefined) => opened } };
  return store.change(0, () => ({ see: () => undefined, decide: () => change }));
}

describe("a value that another removed, who did not live to empty the log", () => {
  test("is gone from all files before anybody says that it was redacted already", async () => {
    const own = folder();
    const file = join(own, "log.db");
    const first = await opened(sqliteStore({ file }));
    await add(first, hidden);
    const store = sqliteStore({ file, waitMs: 20 });
    await store.open({ id: "", segmentSize: 16 });
    const other = await halfRedacted(file);
    expect(await conceal(store)).toMatchObject({ reason: "lingers" });
    expect(holding(own)).not.toEqual([]);
    other.reading.close();
    expect(await conceal(store)).toMatchObject({ ok: false, reason: "already-redacted" });
    expect(holding(own)).toEqual([]);
    await Promise.all([store.close(), first.close(), other.close()]);
  });

  test("is gone from all files when the log is opened", async () => {
    const [own, left] = [folder(), folder()];
    const file = join(own, "log.db");
    const first = await opened(sqliteStore({ file }));
    await add(first, hidden);
    const other = await halfRedacted(file);
    for (const name of ["log.db", "log.db-wal"]) cpSync(join(own, name), join(left, name));
    other.reading.close();
    await Promise.all([first.close(), other.close()]);
    expect(holding(left)).not.toEqual([]);
    const ledger = await opened(sqliteStore({ file: join(left, "log.db") }));
    expect(holding(left)).toEqual([]);
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1, missing: 0 });
    await ledger.close();
  });

  test.skipIf(!mayTrace())(
    "is gone after a kill at any fsync, when another who had the log open redacts again",
    async () => {
      let kills = 0;
      for (let nth = 1; nth < 12; nth += 1) {
        const own = folder();
        const path = join(own, "log.db");
        const ledger = await opened(sqliteStore({ file: path }));
        await add(ledger, hidden);
        const wasKilled = await killedBefore("fsync", nth, { kind: "SQLite", path, ask: ["redact"] });
        const answer = await ledger.redact(0, "name");
        expect(answer.ok || answer.reason === "already-redacted").toBe(true);
        expect([nth, holding(own)]).toEqual([nth, []]);
        await ledger.close();
        if (!wasKilled) break;
        kills += 1;
      }
      expect(kills).toBeGreaterThan(1);
    },
  );
});

const mayBeNobody = ready(
  process.getuid?.() === 0 && spawnSync("setpriv", ["--reuid=65534", "true"]).status === 0,
  "another user takes root",
);

test.skipIf(!mayBeNobody)(
  "a log that cannot be written to is read-only when it is opened, and is read all the same",
  async () => {
    const own = folder();
    const path = join(own, "log.db");
    const ledger = await opened(sqliteStore({ file: path }));
    await add(ledger, ...openings(3));
    for (const name of readdirSync(own)) chmodSync(join(own, name), 0o444);
    chmodSync(own, 0o555);
    const through = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    expect(await said(start("standing-process.ts", [path], through))).toBe("standing read-only\n");
    const asking: Asking = { kind: "SQLite", path, ask: ["append", "head", "verify"] };
    const answers = await said(start("asking-process.ts", [JSON.stringify(asking)], through));
    expect(answers).toBe("append read-only\nhead 3\nverify 3\n");
    await ledger.close();
  },
);
