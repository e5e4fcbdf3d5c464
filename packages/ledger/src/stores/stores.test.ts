import { join } from "node:path";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { ownFolders } from "../testing/own-folder.ts";
import { storeContract } from "../testing/store-contract.ts";
import { fileStore } from "./file/file-store.ts";
import { postgresStore } from "./postgres-store.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

storeContract("files", () => {
  const own = join(folder(), "log");
  return { store: () => fileStore({ folder: own }) };
});

storeContract("compressed files", () => {
  const own = folder();
  return { store: () => fileStore({ folder: own, compress: true }) };
});

storeContract("SQLite", () => {
  const file = join(folder(), "log.db");
  return { store: () => sqliteStore({ file }) };
});

describe.skipIf(!serversReady())("with a real server", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;
  let logs = 0;

  beforeAll(async () => {
    server = await startPostgres();
    pool = new Pool(server.connection);
  }, 60_000);

  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });

  storeContract("PostgreSQL", () => {
    const name = `log ${logs++}`;
    return { store: () => postgresStore({ pool, name }) };
  });
});
