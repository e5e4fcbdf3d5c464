import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { closingContract } from "../testing/closing-contract.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { readerContract } from "../testing/reader-contract.ts";
import { type Place, storeContract } from "../testing/store-contract.ts";
import { writersContract } from "../testing/writers-contract.ts";
import { fileStore } from "./file/file-store.ts";
import { postgresStore } from "./postgres-store.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

for (const [name, compress] of [
  ["files", false],
  ["compressed files", true],
] as const) {
  contract(name, () => {
    const own = join(folder(), "log");
    return {
      store: (waitMs = 10_000) => fileStore({ folder: own, compress, waitMs }),
      hold: () => held(join(own, "write.lock"), "BEGIN EXCLUSIVE"),
      change: async (seq) => changeLine(own, seq),
    };
  });
}

contract("SQLite", () => {
  const file = join(folder(), "log.db");
  return {
    store: (waitMs = 10_000) => sqliteStore({ file, waitMs }),
    hold: () => held(file, "BEGIN IMMEDIATE"),
    async change(seq) {
      const database = new DatabaseSync(file);
      database.prepare(`UPDATE ledger_entry SET entry = replace(entry, '"n":', '"m":') WHERE seq = ?`).run(seq);
      database.close();
    },
  };
});

describe.skipIf(!serversReady())("with a real server", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  const pools: Pool[] = [];
  let logs = 0;

  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server?.stop();
  });

  // what a database or a role has as its default is nothing that a log may depend on
  describe.each([["read committed"], ["repeatable read"], ["serializable"]])("whose default is %s", (isolation) => {
    let pool: Pool;

    beforeAll(() => {
      const options = `-c default_transaction_isolation=${isolation.replace(" ", "\\ ")}`;
      pool = new Pool({ ...server.connection, options });
      pools.push(pool);
    });

    const contracts = isolation === "read committed" ? contract : writersContract;
    contracts("PostgreSQL", () => {
      const name = `log ${logs++}`;
      return {
        store: (waitMs = 10_000) => postgresStore({ pool, name, waitMs }),
        async hold() {
          const client = await pool.connect();
          await client.query("BEGIN");
          await client.query("SELECT 1 FROM ledger_log WHERE name = $1 FOR UPDATE", [name]);
          return async () => {
            await client.query("ROLLBACK");
            client.release();
          };
        },
        async change(seq) {
          const update = `UPDATE ledger_entry SET entry = replace(entry, '"n":', '"m":') WHERE log = $1 AND seq = $2`;
          await pool.query(update, [name, seq]);
        },
      };
    });
  });
});

function contract(name: string, place: () => Place): void {
  storeContract(name, place);
  writersContract(name, place);
  readerContract(name, place);
  closingContract(name, place);
}

async function held(file: string, begin: string): Promise<() => Promise<void>> {
  // a writer of this process that is done lets others in when its next round of events comes
  await setImmediate();
  const database = new DatabaseSync(file);
  database.exec(begin);
  return async () => database.close();
}

function changeLine(own: string, seq: number): void {
  const plain = join(own, `${String(seq - (seq % 16)).padStart(16, "0")}.jsonl`);
  const packed = `${plain}.zst`;
  const bytes = existsSync(plain) ? readFileSync(plain) : zstdDecompressSync(readFileSync(packed));
  const lines = bytes.toString("utf8").split("\n");
  const line = lines[seq % 16] ?? "";
  const changed = lines.with(seq % 16, line.replace('"n":', '"m":')).join("\n");
  if (existsSync(plain)) writeFileSync(plain, changed);
  else writeFileSync(packed, zstdCompressSync(changed));
}
