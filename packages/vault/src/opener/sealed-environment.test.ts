import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createHostKeys, readPin, writePin } from "../keys/host-folder.ts";
import { readReceipts } from "../service/receipts.ts";
import type { Confirming } from "../testing/confirming.ts";
import { sealedFor, type SealedFor } from "../testing/sealed-for.ts";
import { must } from "../testing/shop.ts";
import { type EnvironmentOrder, openEnvironment } from "./sealed-environment.ts";
import { send } from "./send.ts";

const folder = mkdtempSync(join(tmpdir(), "secondlock-environment-"));
const [file, keys] = [join(folder, ".env.sealed"), join(folder, "keys")];
let sealed: SealedFor;
let confirming: Confirming;
let order: EnvironmentOrder;

beforeAll(async () => {
  sealed = await sealedFor({ secrets: { A: "1" }, host: must(await createHostKeys(keys)) });
  [confirming] = sealed.confirmers as [Confirming];
  must(await writePin(keys, sealed.pin));
  order = { file, keys, host: "app-1", purpose: "start", send };
});
afterEach(() => {
  vi.useRealTimers();
  confirming.clock = 0;
});
afterAll(async () => {
  await confirming.stop();
  rmSync(folder, { recursive: true });
});

const sealedIs = (bytes: Buffer): void => writeFileSync(file, bytes);

it("opens, and keeps what the confirmer says that its log has", async () => {
  sealedIs(sealed.bytes);
  const before = statSync(join(keys, `pin-${sealed.pin.file}`));
  const opened = must(await openEnvironment(order));
  expect(opened).toMatchObject({ values: new Map([["A", "1"]]), receiptsKept: true });
  const receipt = must(readReceipts(readFileSync(join(keys, "receipts"), "utf8"))).at(-1);
  const { kid, key } = confirming.confirmer;
  expect(receipt).toMatchObject({ confirmer: "confirmer-1", key, kid, epoch: 1 });
  for await (const { seq, type, hash } of confirming.ledger.read())
    if (seq === receipt?.seq) expect({ type, hash }).toEqual({ type: "opening.confirmed", hash: receipt.hash });
  // what it knows already is not written anew
  expect(statSync(join(keys, `pin-${sealed.pin.file}`)).ino).toBe(before.ino);
});

it("a file with any byte changed is refused before anybody is asked or even reached", async () => {
  const nobody = (): never => expect.unreachable("the network was used");
  for (let at = 0; at < sealed.bytes.length; at += 41) {
    const changed = Buffer.from(sealed.bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    sealedIs(changed);
    expect((await openEnvironment({ ...order, reach: nobody, send: nobody })).ok, `byte ${at}`).toBe(false);
  }
});

describe("what is no sealed file is refused at once, and nobody is reached:", () => {
  const nobody = (): never => expect.unreachable("the network was used");
  it.each<readonly [string, (path: string) => void, string]>([
    ["a link to a device that never ends", (path) => symlinkSync("/dev/zero", path), "no-file"],
    ["a pipe that nobody writes into", (path) => void spawnSync("mkfifo", [path]), "no-file"],
    ["a folder", (path) => mkdirSync(path), "no-file"],
    ["a link to itself", (path) => symlinkSync(path, path), "no-file"],
    ["a file that the kernel makes up", (path) => symlinkSync("/proc/cpuinfo", path), "not-sealed"],
    ["a file of many gigabytes", (path) => writeFileSync(path, "") ?? truncateSync(path, 2 ** 33), "too-long"],
  ])("%s", async (_, make, reason) => {
    const path = join(mkdtempSync(join(folder, "odd-")), ".env.sealed");
    make(path);
    const opened = await openEnvironment({ ...order, file: path, reach: nobody, send: nobody });
    expect(opened).toMatchObject({ ok: false, reason });
  });

  it("and a link to one is as good as the file", async () => {
    sealedIs(sealed.bytes);
    const path = join(mkdtempSync(join(folder, "link-")), ".env.sealed");
    symlinkSync(file, path);
    must(await openEnvironment({ ...order, file: path }));
  });
});

describe("one lock left", () => {
  const from =
    (address: string): EnvironmentOrder["send"] =>
    async (outgoing) => ({ ...(await send(outgoing)), from: address });
  const own = Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .find(({ internal }) => !internal)?.address;

  it.each([
    ["loopback", "127.0.0.1", ["confirmer-1"]],
    ["loopback in IPv6", "::ffff:127.0.0.2", ["confirmer-1"]],
    ["the same", "::1", ["confirmer-1"]],
    ["an address of this machine", own ?? "127.0.0.1", ["confirmer-1"]],
    ["the same in IPv6", `::ffff:${own ?? "127.0.0.1"}`, ["confirmer-1"]],
    ["another machine", "203.0.113.7", []],
    ["one whose address only looks so", "2001:db8::127.0.0.1", []],
  ])("where the confirmer answers from %s: %s", async (_, address, besideUs) => {
    sealedIs(sealed.bytes);
    expect(must(await openEnvironment({ ...order, send: from(address) })).besideUs).toEqual(besideUs);
  });

  it("without a TPM for keys in files, which lie on the disk", async () => {
    expect(must(await openEnvironment(order)).onOneDisk).toBe(true);
  });
});

describe("a host without a clock", () => {
  it("that is behind the file asks for a challenge by itself", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const real = Date.now();
    vi.setSystemTime(new Date("2020-01-01T00:00:00Z"));
    confirming.clock = (real - Date.now()) / 1_000;
    expect(must(await openEnvironment(order)).values).toEqual(new Map([["A", "1"]]));
  });

  it("that is wrong by less has to be told; and without a challenge it is refused", async () => {
    confirming.clock = 3_600;
    expect(await openEnvironment(order)).toMatchObject({ ok: false, reason: "refused" });
    expect(confirming.refusals.at(-1)?.reason).toBe("too-old");
    expect(must(await openEnvironment({ ...order, timeless: true })).values).toEqual(new Map([["A", "1"]]));
  });

  it.each([
    ["behind", "2020-01-01T00:00:00Z"],
    ["ahead", "2090-01-01T00:00:00Z"],
  ])("reads an answer that was signed when it is far %s", async (_, wrong) => {
    const late: EnvironmentOrder["send"] = async (outgoing) => {
      const reply = await send(outgoing);
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(wrong) });
      return reply;
    };
    const one: EnvironmentOrder["send"] = async (outgoing) =>
      outgoing.request.targetUri.endsWith("/v1/challenges") ? await send(outgoing) : await late(outgoing);
    expect(must(await openEnvironment({ ...order, timeless: true, send: one })).values).toEqual(new Map([["A", "1"]]));
  });

  it("a challenge is good once", async () => {
    const first: Awaited<ReturnType<typeof send>>[] = [];
    const same: EnvironmentOrder["send"] = async (outgoing) => {
      if (!outgoing.request.targetUri.endsWith("/v1/challenges")) return await send(outgoing);
      first[0] ??= await send(outgoing);
      return first[0];
    };
    must(await openEnvironment({ ...order, timeless: true, send: same }));
    expect(await openEnvironment({ ...order, timeless: true, send: same })).toMatchObject({ reason: "refused" });
    expect(confirming.refusals.at(-1)?.reason).toBe("wrong-challenge");
  });

  it.each(["", "{}", '{"challenge":"x","expires":1}'])("%j is no challenge", async (text) => {
    const none: EnvironmentOrder["send"] = async () =>
      await Promise.resolve({ status: 200, headers: [], body: Buffer.from(text) });
    expect(await openEnvironment({ ...order, timeless: true, send: none })).toMatchObject({ reason: "unreachable" });
  });
});

it("a newer file is remembered before its values are given: the older one is refused afterwards", async () => {
  const pin = must(await readPin(keys, sealed.pin.file));
  await writePin(keys, { ...pin, sequence: pin.sequence + 1, digest: "A".repeat(43) });
  expect(await openEnvironment(order)).toMatchObject({ ok: false, reason: "older" });
  await writePin(keys, pin);
});
