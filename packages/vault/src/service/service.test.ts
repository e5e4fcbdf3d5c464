import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generateSigner } from "../keys/signing.ts";
import { must } from "../testing/shop.ts";
import { type Service, startService } from "./service.ts";
import type { ServiceOptions } from "./service-options.ts";
import { entriesOf, folderWithKey, type KeptKey, now, openOnce, signerOfFolder } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";

const fresh = ownFolders();
const anywhere = { host: "127.0.0.1", port: 0 };
let folder: string;
let key: KeptKey;
let signer: string;
let service: Service | undefined;
const logged: string[] = [];

const options = (more: Partial<ServiceOptions> = {}): ServiceOptions => ({
  ...{ folder, listen: anywhere, health: anywhere, origin: undefined, masterKey: undefined, postgres: undefined },
  ...{ tls: undefined, workers: 1, alertWebhook: undefined, alertCommand: undefined },
  ...more,
});
const tryStart = (more: Partial<ServiceOptions> = {}) =>
  startService(options(more), { env: {}, log: (line) => void logged.push(line), now });
const start = async (more: Partial<ServiceOptions> = {}): Promise<Service> => (service = must(await tryStart(more)));
const open = (host = key.host) => openOnce(key, service?.origin ?? "", signer, host);
const health = async (path: string): Promise<string> => await (await fetch(`${service?.healthOrigin}${path}`)).text();

beforeEach(async () => {
  folder = fresh();
  key = await folderWithKey(folder);
  signer = signerOfFolder(folder);
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

describe("a confirmer that runs", () => {
  it("confirms openings, tells how it does, and keeps a head of its log", async () => {
    await start();
    for (let n = 0; n < 3; n++) expect(await open()).toMatchObject({ status: 200, opened: true });
    expect(await health("/healthz")).toBe('{"ready":true,"reasons":[]}\n');
    const metrics = await health("/metrics");
    expect(metrics).toMatch(/^secondlock_openings_confirmed_total 3$/m);
    expect(metrics).toMatch(/^secondlock_answer_seconds_count 3$/m);
    // key.made, confirmer.started and three openings
    expect(metrics).toMatch(/^secondlock_log_entries 5$/m);
    await service?.stop();
    expect(JSON.parse(readFileSync(join(folder, "head"), "utf8"))).toMatchObject({ head: { size: 5 } });
    must(await tryStart().then((again) => (again.ok ? ((service = again.value), again) : again)));
  });

  it("is for its user alone, and says where its master key lies", async () => {
    await start();
    expect(service?.isOneDisk).toBe(true);
    for (const name of ["", "keys", "signer.pem", "head"]) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    expect(statSync(`${folder}.master-key`).mode & 0o077).toBe(0);
    await service?.stop();
    const elsewhere = join(dirname(folder), "delivered");
    writeFileSync(elsewhere, readFileSync(`${folder}.master-key`), { mode: 0o600 });
    await start({ masterKey: elsewhere });
    expect(service?.isOneDisk).toBe(false);
    expect(await open()).toMatchObject({ opened: true });
  });

  it("writes each refusal down with the reference that the client saw, and the address where it can be removed", async () => {
    await start();
    const { status, body } = await open({ ...key.host, signer: generateSigner() });
    const { reference } = JSON.parse(String(body)) as { reference: string };
    expect(status).toBe(403);
    await service?.stop();
    const [refused] = (await entriesOf(folder)).filter(({ type }) => type === "opening.refused");
    expect(refused?.data).toEqual({ reference, reason: "unknown-key", kid: key.kid });
    expect(refused?.opened.get("peer")).toMatchObject({ address: "127.0.0.1" });
  });

  it("tells a webhook and a program of a refusal, and the client waits for neither", async () => {
    const told: string[] = [];
    // it answers nobody
    const hook = createServer((request) => void request.on("data", (chunk) => told.push(String(chunk))));
    hook.listen(0, "127.0.0.1");
    await once(hook, "listening");
    const [address, program, heard] = ["webhook", "program", "heard"].map((name) => join(dirname(folder), name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(address, `http://127.0.0.1:${(hook.address() as AddressInfo).port}/\n`);
    writeFileSync(program, `#!/bin/sh\ncat > '${heard}.part' && mv '${heard}.part' '${heard}'\n`);
    chmodSync(program, 0o755);
    await start({ alertWebhook: address, alertCommand: program });
    const begun = performance.now();
    const { body } = await open({ ...key.host, signer: generateSigner() });
    expect(performance.now() - begun).toBeLessThan(3_000);
    const { reference } = JSON.parse(String(body)) as { reference: string };
    await expect.poll(() => existsSync(heard) && told.length > 0, { timeout: 8_000 }).toBe(true);
    for (const json of [readFileSync(heard, "utf8"), told.join("")])
      expect(JSON.parse(json)).toMatchObject({ event: "opening.refused", reason: "unknown-key", reference });
    hook.closeAllConnections();
    hook.close();
  });

  it("has a code for the first owner only while there is none", async () => {
    await start();
    expect(service?.enrolmentCode).toBeUndefined();
    await service?.stop();
    folder = fresh();
    await start();
    expect(service?.enrolmentCode).toMatch(/^[\w-]{22}\.[0-9a-f]{24}$/);
  });
});

describe("when many come, or strange ones", () => {
  it("one who sends byte by byte is cut off, and a huge body is not read", async () => {
    await start();
    const { port } = new URL(service?.origin ?? "");
    const slow = connect(Number(port), "127.0.0.1").resume();
    const cutOff = new Promise((resolve) => slow.on("error", () => undefined).on("close", resolve));
    const whole = 900;
    let sent = 0;
    slow.write(`POST /v1/keys/${key.kid}/open HTTP/1.1\r\nHost: a\r\nContent-Length: ${whole}\r\n\r\n`);
    const drip = setInterval(() => slow.write(" ", () => (sent += 1)), 500);
    const huge = await fetch(`${service?.origin}/v1/keys/${key.kid}/open`, {
      method: "POST",
      body: "x".repeat(5_000_000),
    }).catch(() => undefined);
    expect([undefined, 403]).toContain(huge?.status);
    expect(await open()).toMatchObject({ opened: true });
    await cutOff;
    clearInterval(drip);
    expect(sent).toBeLessThan(whole);
  }, 60_000);

  it("what is under way when it stops is answered", async () => {
    await start();
    // some of them may come too late, and are not accepted any more
    const running = Promise.allSettled(Array.from({ length: 50 }, () => open()));
    await expect
      .poll(async () => (await health("/metrics")).match(/^secondlock_openings_confirmed_total (\d+)/m)?.[1])
      .not.toBe("0");
    await service?.stop();
    const outcomes = await running;
    const answered = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(answered.every(({ opened }) => opened)).toBe(true);
    // nothing that was counted and logged is without an answer
    const confirmed = (await entriesOf(folder)).filter(({ type }) => type === "opening.confirmed");
    expect(answered).toHaveLength(confirmed.length);
  });
});

describe("does not start", () => {
  it.each([
    ["where somebody else can read", () => chmodSync(folder, 0o750), "open-to-others"],
    ["with a signer that others can read", () => chmodSync(join(folder, "signer.pem"), 0o640), "open-to-others"],
    ["with a signer that is none", () => writeFileSync(join(folder, "signer.pem"), "x"), "malformed-signer"],
    ["with a master key that is none", () => writeFileSync(`${folder}.master-key`, "x"), "malformed-master-key"],
    ["with a master key that others can read", () => chmodSync(`${folder}.master-key`, 0o644), "open-to-others"],
    ["with a head that somebody wrote", () => writeFileSync(join(folder, "head"), "{}"), "bad-head"],
    [
      "with a database that is none",
      () => writeFileSync(join(folder, "confirmer.db"), "x".repeat(5_000)),
      "unusable-database",
    ],
  ])("%s", async (_, change, reason) => {
    change();
    expect(await tryStart()).toMatchObject({ ok: false, reason });
  });

  it.each([
    ["a master key that is not there", { masterKey: "/nowhere/key" }, "no-master-key"],
    ["a certificate that is not there", { tls: { certificate: "/nowhere/a", key: "/nowhere/b" } }, "bad-certificate"],
    ["an address that is not its own", { listen: { host: "203.0.113.7", port: 1 } }, "not-listening"],
    ["a webhook without an address", { alertWebhook: "/nowhere" }, "bad-webhook"],
    ["a database without an address", { postgres: "/nowhere" }, "no-database-address"],
  ])("with %s, and can be started right after that", async (_, more, reason) => {
    expect(await tryStart(more)).toMatchObject({ ok: false, reason });
    await start();
    expect(await open()).toMatchObject({ opened: true });
  });
});
