import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { folderWithKey, keepHead, keepKey, signerOfFolder, withParts } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf, prepared, startProcess, type Status } from "./testing/own-process.ts";

const fresh = ownFolders();

/** Somebody who keeps a socket open and starts confirmers on it, as systemd does. */
async function holder() {
  const child = spawn("python3", [join(import.meta.dirname, "testing/socket-holder.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> =>
    JSON.parse(String((await lines.next()).value)) as Record<string, unknown>;
  const tell = (command: object): void => void child.stdin.write(`${JSON.stringify(command)}\n`);
  const { port } = await next();
  const program = join(import.meta.dirname, "testing/confirmer-process.ts");
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    async start(options: object) {
      tell({ start: [process.execPath, program, JSON.stringify({ options })] });
      expect(await next()).toMatchObject({ origin: `http://127.0.0.1:${String(port)}` });
    },
    /** The one that was started first. */
    async stop() {
      tell({ stop: true });
      const said = [await next(), await next()];
      expect(said).toContainEqual({ status: 0 });
    },
    async end() {
      const closed = once(child, "close");
      child.stdin.end();
      await closed;
    },
  };
}

describe.skipIf(!serversReady())("on one PostgreSQL", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let address: string;
  let folder: string;

  beforeAll(async () => {
    server = await startPostgres();
    folder = fresh();
    address = join(dirname(folder), "address");
    const { host, user, database } = server.connection;
    writeFileSync(address, `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}\n`);
  }, 60_000);
  afterAll(() => server?.stop());

  it("one confirmer takes the place of another on the same socket, and no opening fails", async () => {
    const key = await folderWithKey(folder, {}, address);
    const signer = signerOfFolder(folder);
    const here = await holder();
    const options = optionsOf(folder, { postgres: address });
    await here.start(options);
    const statuses: Status[] = [];
    let isDone = false;
    const lane = async (): Promise<void> => {
      while (!isDone) for (const send of await prepared(key, here.origin, signer, 1)) statuses.push(await send());
    };
    const lanes = Promise.all(Array.from({ length: 8 }, lane));
    for (let n = 0; n < 2; n++) {
      await here.start(options);
      const before = statuses.length;
      await here.stop();
      // those after it are answered too
      await expect.poll(() => statuses.length, { timeout: 20_000 }).toBeGreaterThan(before + 16);
    }
    isDone = true;
    await lanes;
    console.info(`${statuses.length} openings while confirmers were replaced twice`);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await here.stop();
    await here.end();
    await withParts(
      folder,
      async (parts) => {
        await keepHead(parts);
        let confirmed = 0;
        for await (const { type } of parts.ledger.read()) if (type === "opening.confirmed") confirmed += 1;
        expect(confirmed).toBe(statuses.length);
      },
      address,
    );
  }, 90_000);

  it("several processes answer, over a power cut of the database too", async () => {
    const own = startProcess({ options: optionsOf(folder, { postgres: address, workers: 2 }) });
    const { origin } = await own.next();
    const key = await withParts(folder, async (parts) => await keepKey(parts), address);
    const signer = signerOfFolder(folder);
    const send = async (): Promise<Status> => await (await prepared(key, String(origin), signer, 1))[0]!();
    expect(await send()).toBe(200);
    await server.restart();
    await expect.poll(send, { timeout: 20_000 }).toBe(200);
    await own.stop();
  }, 60_000);
});
