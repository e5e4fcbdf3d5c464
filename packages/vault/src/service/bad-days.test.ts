import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { entriesOf, folderWithKey, openOnce, signerOfFolder } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf, prepared, startProcess, type Status } from "./testing/own-process.ts";

const fresh = ownFolders();
const mayMount = process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
const confirmed = async (folder: string): Promise<number> =>
  (await entriesOf(folder)).filter(({ type }) => type === "opening.confirmed").length;

describe("a confirmer that", { timeout: 60_000 }, () => {
  it("is killed between log and answer has the opening in its log, and the next one works", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder);
    const dying = startProcess({ options: optionsOf(folder), diesAfterLog: true });
    const { origin } = await dying.next();
    const ended = once(dying.child, "exit");
    await expect(openOnce(key, String(origin), signerOfFolder(folder))).rejects.toThrow();
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(await confirmed(folder)).toBe(1);

    const next = startProcess({ options: optionsOf(folder) });
    expect(await openOnce(key, String((await next.next())["origin"]), signerOfFolder(folder))).toMatchObject({
      opened: true,
    });
    await next.stop();
    expect(await confirmed(folder)).toBe(2);
  });

  it("gets a thousand openings at once, on two processes over one folder, lets exactly as many through as there are", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder, { maximumOpens: 100 });
    const both = [startProcess({ options: optionsOf(folder) }), startProcess({ options: optionsOf(folder) })];
    const signer = signerOfFolder(folder);
    const asking: (() => Promise<Status>)[] = [];
    for (const own of both) asking.push(...(await prepared(key, String((await own.next())["origin"]), signer, 500)));
    const begun = performance.now();
    const statuses = await Promise.all(asking.map((send) => send()));
    console.info(`1,000 openings at once: ${Math.round(performance.now() - begun)} ms`);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    // on a machine that has no time for them, some are cut off before they were read
    const refused = statuses.filter((status) => status === 403).length;
    const cutOff = statuses.filter((status) => status === 408 || status === "ECONNRESET").length;
    expect(refused + cutOff).toBe(900);
    expect(refused).toBeGreaterThan(0);
    await Promise.all(both.map((own) => own.stop()));
    expect(await confirmed(folder)).toBe(100);
    const counts = (await entriesOf(folder)).flatMap(({ type, data }) =>
      type === "opening.refused" ? [1] : type === "openings.refused" ? Object.values(data["counts"] as object) : [],
    ) as number[];
    expect(counts.reduce((sum, count) => sum + count)).toBe(refused);
    expect(counts.length).toBeLessThan(50);
    const again = startProcess({ options: optionsOf(folder) });
    expect(await again.next()).toHaveProperty("origin");
    await again.stop();
  }, 90_000);

  it("answers with several processes goes on when one of them is killed", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder);
    const own = startProcess({ options: optionsOf(folder, { workers: 2, health: { host: "127.0.0.1", port: 0 } }) });
    const { origin, healthOrigin } = await own.next();
    const signer = signerOfFolder(folder);
    for (const send of await prepared(key, String(origin), signer, 10)) expect(await send()).toBe(200);
    // counted by the one that looks after them
    const metrics = async (): Promise<string> => await (await fetch(`${String(healthOrigin)}/metrics`)).text();
    await expect.poll(metrics, { timeout: 5_000 }).toMatch(/^secondlock_openings_confirmed_total 10$/m);
    const { pid } = own.child;
    const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    process.kill(Number(worker), "SIGKILL");
    expect(await own.next()).toEqual({ log: expect.stringContaining("SIGKILL") });
    for (const send of await prepared(key, String(origin), signer, 10)) expect(await send()).toBe(200);
    await own.stop();
    expect(await confirmed(folder)).toBe(20);
  }, 60_000);

  it("has no process left that can answer is not ready, says why, and goes on when they can", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder);
    // once all are gone, any free port would be another one
    const listen = { host: "127.0.0.1", port: await freePort() };
    const more = { workers: 2, listen, health: { host: "127.0.0.1", port: 0 } };
    const own = startProcess({ options: optionsOf(folder, more) });
    const { origin, healthOrigin } = await own.next();
    const health = async (): Promise<unknown> => await (await fetch(`${String(healthOrigin)}/healthz`)).json();
    expect(await health()).toEqual({ ready: true, reasons: [] });
    const metrics = await (await fetch(`${String(healthOrigin)}/metrics`)).text();
    expect(metrics).toMatch(/^secondlock_answering_processes 2$/m);
    const { pid } = own.child;
    chmodSync(folder, 0o755);
    for (const worker of readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" "))
      process.kill(Number(worker), "SIGKILL");
    await expect.poll(health, { timeout: 20_000 }).toEqual({ ready: false, reasons: ["no process answers"] });
    const lines = [await own.next(), await own.next(), await own.next()];
    expect(lines[2]).toEqual({ log: expect.stringContaining(`open-to-others: ${folder}; the next one`) });
    chmodSync(folder, 0o700);
    await expect.poll(health, { timeout: 20_000 }).toEqual({ ready: true, reasons: [] });
    for (const send of await prepared(key, String(origin), signerOfFolder(folder), 3)) expect(await send()).toBe(200);
    await own.stop();
  }, 60_000);

  it("starts on a database that was put back says so, and confirms nothing", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder);
    const copy = join(dirname(folder), "copy");
    const signer = signerOfFolder(folder);
    const first = startProcess({ options: optionsOf(folder) });
    for (const send of await prepared(key, String((await first.next())["origin"]), signer, 3)) await send();
    await first.stop();
    mkdirSync(copy);
    const database = (from: string, to: string): void => {
      spawnSync("sh", ["-c", 'rm -f "$1"/confirmer.db*; cp "$0"/confirmer.db* "$1"', from, to]);
    };
    database(folder, copy);
    const second = startProcess({ options: optionsOf(folder) });
    for (const send of await prepared(key, String((await second.next())["origin"]), signer, 2)) await send();
    await second.stop();
    database(copy, folder);
    const restored = startProcess({ options: optionsOf(folder) });
    expect(await restored.next()).toEqual({ reason: "database-behind", detail: key.kid });
  }, 60_000);
});

describe.skipIf(!mayMount)("on a disk of its own", { timeout: 60_000 }, () => {
  const smallDisk = (disk: string): readonly string[] => [
    ...[
      "unshare",
      "--mount",
      "sh",
      "-c",
      'mount -t tmpfs -o size=4m small "$0" && cp -a "$1" "$0/confirmer" && shift && exec "$@"',
    ],
    ...[disk, join(dirname(disk), "confirmer")],
  ];

  it("that is full it refuses, never answers what is not in the log, and goes on when there is room", async () => {
    const folder = fresh();
    const key = await folderWithKey(folder);
    const signer = signerOfFolder(folder);
    const disk = join(dirname(folder), "disk");
    mkdirSync(disk);
    const inside = join(disk, "confirmer");
    const options = optionsOf(inside, {
      masterKey: `${folder}.master-key`,
      health: { host: "127.0.0.1", port: 0 },
    });
    const own = startProcess({ options, ballast: join(disk, "ballast") }, { through: smallDisk(disk) });
    const { origin, healthOrigin } = await own.next();
    const open = () => openOnce(key, String(origin), signer);
    expect(await open()).toMatchObject({ opened: true });
    own.child.stdin?.write("fill\n");
    expect(await own.next()).toEqual({ done: "fill" });
    const replies = [];
    for (let n = 0; n < 20; n++) replies.push(await open());
    const refused = replies.filter(({ status }) => status === 403);
    expect(refused.length).toBeGreaterThan(0);
    // once there was no room, there was none
    expect(replies.slice(replies.indexOf(refused[0]!)).every(({ status }) => status === 403)).toBe(true);
    own.child.stdin?.write("free\n");
    while ((await own.next())["done"] !== "free");
    expect(await open()).toMatchObject({ opened: true });
    const answered = 2 + replies.length - refused.length;
    const metrics = await (await fetch(`${String(healthOrigin)}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^secondlock_openings_confirmed_total ${answered}$`, "m"));
    await own.stop();
  }, 60_000);

  it("that can only be read it does not start", async () => {
    const folder = fresh();
    await folderWithKey(folder);
    const bind = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
    const own = startProcess(
      { options: optionsOf(folder) },
      { through: ["unshare", "--mount", "sh", "-c", bind, folder] },
    );
    expect(await own.next()).toMatchObject({ reason: expect.stringMatching(/^unusable-/) });
  });
});
