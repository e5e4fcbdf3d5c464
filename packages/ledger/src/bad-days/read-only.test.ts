import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Asking } from "../testing/asking-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { ready } from "../testing/ready.ts";
import { add, opened, openings } from "../testing/store-contract.ts";
import type { Store } from "../store.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { sqliteStore } from "../stores/sqlite-store.ts";

const folder = ownFolders();
const mayMount = ready(
  process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0,
  "a read-only file system, and another user, take root",
);

const bind = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
/** How the process that reads is kept from writing. */
const ways: readonly (readonly [string, (own: string) => readonly string[]])[] = [
  ["on a read-only file system", (own) => ["unshare", "--mount", "sh", "-c", bind, own]],
  ["by a user without the right to write", () => ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]],
];

const stores: readonly (readonly [Asking["kind"], (path: string) => Store])[] = [
  ["files", (path) => fileStore({ folder: path })],
  ["packed files", (path) => fileStore({ folder: path, compress: true })],
  ["SQLite", (path) => sqliteStore({ file: path })],
];

const writers = ["has it open", "was killed", "is done"] as const;

interface Log {
  readonly folder: string;
  readonly asking: Asking;
  readonly close: () => Promise<void>;
}

async function log(within: string, kind: Asking["kind"], store: (path: string) => Store): Promise<readonly Log[]> {
  return await Promise.all(
    writers.map(async (writer) => {
      const written = join(within, `${kind} ${writer}`.replaceAll(" ", "-"));
      mkdirSync(written, { mode: 0o755 });
      const ledger = await opened(store(kind === "SQLite" ? join(written, "log.db") : written));
      await add(ledger, ...openings(20));
      // what a process leaves that is killed now
      const left = `${written}-left`;
      if (writer === "was killed") cpSync(written, left, { recursive: true });
      if (writer !== "has it open") await ledger.close();
      const own = writer === "was killed" ? left : written;
      // who may read is for the owner to say
      for (const name of readdirSync(own)) chmodSync(join(own, name), 0o644);
      const path = kind === "SQLite" ? join(own, "log.db") : own;
      const asking: Asking = { kind, path, reads: true, ask: ["read", "head", "verify"] };
      return { folder: own, asking, close: () => ledger.close() };
    }),
  );
}

describe.skipIf(!mayMount)(
  "logs whose writer has them open, was killed, or is done, are read, and nothing is made or changed",
  () => {
    test.each(ways)("%s", async (_, through) => {
      const within = folder();
      chmodSync(within, 0o755);
      const logs = (await Promise.all(stores.map(([kind, store]) => log(within, kind, store)))).flat();
      const before = logs.map(({ folder }) => filesIn(folder));
      const argv = logs.map(({ asking }) => JSON.stringify(asking));
      const answers = await said(start("asking-process.ts", argv, through(within)));
      expect(answers).toBe("read 20\nhead 20\nverify 20\n".repeat(logs.length));
      expect(logs.map(({ folder }) => filesIn(folder))).toEqual(before);
      await Promise.all(logs.map(({ close }) => close()));
    });
  },
);

function filesIn(own: string): readonly unknown[] {
  return readdirSync(own).map((name) => {
    const { ino, size, mtimeMs } = statSync(join(own, name));
    return [name, ino, size, mtimeMs];
  });
}
