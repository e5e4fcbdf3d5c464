import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import { postgresStore } from "./postgres-store.ts";

const readme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
const grants = /```sql\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
const denied = { code: "42501" };

describe.skipIf(!serversReady())("with the rights that the README gives", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  const pools: Pool[] = [];
  const name = "shop";

  function as(role?: string): Pool {
    const pool = new Pool({ ...server.connection, ...(role === undefined ? {} : { options: `-c role=${role}` }) });
    pools.push(pool);
    return pool;
  }

  beforeAll(async () => {
    server = await startPostgres();
    const owner = as();
    const ledger = await opened(postgresStore({ pool: owner, name }), { id: "shop" });
    await add(ledger, { type: "a", private: { name: "Ada" } }, ...openings(10));
    await ledger.close();
    await owner.query(`CREATE ROLE appender; CREATE ROLE redactor; CREATE ROLE auditor; ${grants}`);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server?.stop();
  });

  test.each([
    ["UPDATE ledger_entry SET opened = NULL"],
    ["UPDATE ledger_entry SET entry = '{}'"],
    ["UPDATE ledger_seal SET root = ''"],
    ["UPDATE ledger_log SET id = 'bank'"],
    ["DELETE FROM ledger_entry"],
    ["DELETE FROM ledger_seal"],
    ["DELETE FROM ledger_log"],
    ["TRUNCATE ledger_entry"],
    ["INSERT INTO ledger_log (name, v, id, segment_size) VALUES ('b', 1, 'b', 16)"],
  ])("who may append, may not: %s", async (sql) => {
    await expect(as("appender").query(sql)).rejects.toMatchObject(denied);
  });

  test("who may append, appends over the end of a segment, and cannot redact", async () => {
    const ledger = await opened(postgresStore({ pool: as("appender"), name }));
    expect(await add(ledger, ...openings(10))).toEqual(Array.from({ length: 10 }, (_, n) => 11 + n));
    expect(await ledger.redact(0, "name")).toMatchObject({ ok: false, reason: "read-only", detail: "42501" });
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 0, missing: 0 });
    await ledger.close();
  });

  test("who may redact, redacts, and may change nothing else", async () => {
    const pool = as("redactor");
    for (const sql of ["UPDATE ledger_entry SET entry = '{}'", "DELETE FROM ledger_entry"]) {
      await expect(pool.query(sql)).rejects.toMatchObject(denied);
    }
    const ledger = await opened(postgresStore({ pool, name }));
    expect(await ledger.redact(0, "name")).toMatchObject({ ok: true });
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1 });
    await ledger.close();
  });

  test("who may only read, reads, and appends nothing", async () => {
    const pool = as("auditor");
    const read = await openReader({ store: postgresStore({ pool, name }) });
    if (!read.ok) throw new Error(read.reason);
    const head = await headOf(read.reader);
    expect(await read.reader.verify(head)).toMatchObject({ ok: true, head });
    await read.reader.close();
    const written = await openLedger({ store: postgresStore({ pool, name }) });
    expect(written).toMatchObject({ ok: true, standing: { ok: false, reason: "read-only" } });
    if (!written.ok) return;
    expect(await written.ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "read-only" });
    expect(await headOf(written.ledger)).toEqual(head);
    await written.ledger.close();
  });
});
