import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownFolders } from "../../testing/own-folder.ts";
import type { Row } from "../../store.ts";
import { concealedSegment } from "./concealed-segment.ts";
import { packFile } from "./files.ts";
import { fileOf, refuseSecond } from "./intruder.ts";
import { packedFile, segmentFile } from "./layout.ts";
import { addSeals, readSeals } from "./seal-file.ts";
import { Tail } from "./tail.ts";
import { setAside } from "./torn-tail.ts";

const folder = ownFolders();
const row = (n: number): Row => ({ hash: "0".repeat(64), entry: `{"n":${n}}`, opened: undefined });
const log = { id: "a", segmentSize: 16 };
const nothing = { see: () => undefined, decide: () => ({ rows: [], seals: [] }) };

/** Two writers whose lock fell: both saw the same end. */
async function two(own: string): Promise<readonly [Tail, Tail]> {
  const both = [new Tail(own, log), new Tail(own, log)] as const;
  for (const one of both) await one.catchUp(0, nothing);
  await both[0].append([row(0)]);
  await both[1].catchUp(0, nothing);
  return both;
}

test("a writer whose lock fell leaves alone what another wrote meanwhile, and goes on later", async () => {
  const own = folder();
  const [one, other] = await two(own);
  await one.append([row(1)]);
  const before = readFileSync(segmentFile(own, 0));
  await expect(other.append([row(7)])).rejects.toMatchObject({ name: "StoreError", reason: "busy" });
  expect(readFileSync(segmentFile(own, 0))).toEqual(before);
  await other.catchUp(0, nothing);
  await other.append([row(2)]);
  expect(readFileSync(segmentFile(own, 0), "utf8").match(/"n":\d/g)).toEqual(['"n":0', '"n":1', '"n":2']);
  await Promise.all([one.forget(), other.forget()]);
});

test("a writer whose lock fell does not write into a file that another replaced", async () => {
  const own = folder();
  const [one, other] = await two(own);
  await other.append([row(1)]);
  await one.catchUp(1, nothing);
  cpSync(segmentFile(own, 0), join(own, "new"));
  renameSync(join(own, "new"), segmentFile(own, 0));
  await expect(other.append([row(2)])).rejects.toMatchObject({ reason: "busy" });
  await Promise.all([one.forget(), other.forget()]);
});

test.each<[string, string, "stays" | "is cut off" | "unknown", string]>([
  ["alone", "own\n", "stays", "own\n"],
  ["first", "own\nanother\n", "stays", "own\nanother\n"],
  ["second", "another\nown\n", "is cut off", "another\n"],
  ["between two others", "another\nown\nanother\n", "unknown", "another\nown\nanother\n"],
])("what was written %s", (_, written, fate, left) => {
  const path = join(folder(), "segment");
  appendFileSync(path, `before\n${written}`);
  const fd = openSync(path, "a+");
  const check = (): void => refuseSecond(fileOf(fd), { path, offset: 7, bytes: Buffer.from("own\n") });
  if (fate === "stays") check();
  else {
    expect(check).toThrow(fate === "unknown" ? "fate-unknown" : "busy");
  }
  expect(readFileSync(path, "utf8")).toBe(`before\n${left}`);
  closeSync(fd);
});

test.each([
  ["with less in it", "before\n"],
  ["with as much", "before\nown\n"],
])("what was written to a file that another replaced meanwhile, %s, is not vouched for", (_, theirs) => {
  const path = join(folder(), "segment");
  writeFileSync(path, "before\n");
  const fd = openSync(path, "a+");
  const own = fileOf(fd);
  appendFileSync(path, "own\n");
  writeFileSync(`${path}.new`, theirs);
  renameSync(`${path}.new`, path);
  expect(() => refuseSecond(own, { path, offset: 7, bytes: Buffer.from("own\n") })).toThrow("fate-unknown");
  closeSync(fd);
});

describe("while another writes in spite of the lock", () => {
  const busy = { name: "StoreError", reason: "busy" };

  test("a redaction puts no old copy in the place of what the other wrote", async () => {
    const own = folder();
    const path = segmentFile(own, 0);
    const [one, other] = await two(own);
    await one.append([{ ...row(1), opened: '{"a":1}' }]);
    const conceal = { seq: 1, keep: () => undefined };
    const copy = await concealedSegment(own, log, conceal, () => []);
    await other.catchUp(1, nothing);
    await other.append([row(2)]);
    const before = readFileSync(path);
    await expect(copy?.take()).rejects.toMatchObject(busy);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(own)).toEqual(["0000000000000000.jsonl"]);
    await (await concealedSegment(own, log, conceal, () => []))?.take();
    expect(readFileSync(path, "utf8").match(/"n":\d|opened/g)).toEqual(['"n":0', '"n":1', '"n":2']);
    await Promise.all([one.forget(), other.forget()]);
  });

  test("a redaction takes no packed segment for the one that it read when another replaced it", async () => {
    const own = folder();
    const [path, packed] = [segmentFile(own, 0), packedFile(own, 0)];
    const tail = new Tail(own, log);
    await tail.catchUp(0, nothing);
    await tail.append([{ ...row(0), opened: '{"a":1}' }]);
    await tail.forget();
    await packFile(path, packed);
    const copy = await concealedSegment(own, log, { seq: 0, keep: () => undefined }, () => []);
    cpSync(packed, join(own, "new"));
    renameSync(join(own, "new"), packed);
    await expect(copy?.take()).rejects.toMatchObject(busy);
    expect(readdirSync(own)).toEqual(["0000000000000000.jsonl.zst"]);
  });

  test("a redaction of what is not there leaves nothing beside the segment", async () => {
    const own = folder();
    const [one, other] = await two(own);
    const conceal = { seq: 0, keep: (opened: string | undefined) => opened };
    expect(await concealedSegment(own, log, conceal, () => [])).toBeUndefined();
    expect(readdirSync(own)).toEqual(["0000000000000000.jsonl"]);
    await Promise.all([one.forget(), other.forget()]);
  });

  test("nothing is vouched for that went into a file which was replaced while the disk was waited for", async () => {
    const own = folder();
    const path = segmentFile(own, 0);
    const [one, other] = await two(own);
    cpSync(path, join(own, "new"));
    // one has the file open: it is written to before the first wait
    const written = one.append([row(1)]);
    renameSync(join(own, "new"), path);
    await expect(written).rejects.toMatchObject({ reason: "fate-unknown" });
    await Promise.all([one.forget(), other.forget()]);
  });

  test("two redactions of one segment at once keep both", async () => {
    const own = folder();
    const [one, other] = await two(own);
    await one.append([1, 2].map((n) => ({ ...row(n), opened: `{"a":${n}}` })));
    const copies = [1, 2].map((seq) => concealedSegment(own, log, { seq, keep: () => undefined }, () => []));
    const [first, second] = await Promise.all(copies);
    await first?.take();
    await expect(second?.take()).rejects.toMatchObject(busy);
    expect(readFileSync(segmentFile(own, 0), "utf8").match(/"opened":\{"a":\d/g)).toEqual(['"opened":{"a":2']);
    await Promise.all([one.forget(), other.forget()]);
  });

  test("packing does not bring back what another redacted", async () => {
    const own = folder();
    const [path, packed] = [segmentFile(own, 0), packedFile(own, 0)];
    writeFileSync(path, "with a value\n");
    const packing = packFile(path, packed);
    writeFileSync(`${path}.new`, "without\n");
    renameSync(`${path}.new`, path);
    await expect(packing).rejects.toMatchObject(busy);
    expect(readdirSync(own)).toEqual(["0000000000000000.jsonl"]);
    expect(readFileSync(path, "utf8")).toBe("without\n");
  });

  test("seals are those of one of them", async () => {
    const own = folder();
    const hash = "0".repeat(64);
    const seal = { root: hash, last: hash, time: "2026-11-21T10:00:00.000Z" };
    const [first, second] = [
      { at: 0, seal },
      { at: 1, seal },
    ];
    const both = await Promise.allSettled([addSeals(own, [first]), addSeals(own, [first, second])]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: busy });
    expect(await readSeals(own)).toHaveLength(both[0]?.status === "fulfilled" ? 1 : 2);
    expect(readdirSync(own)).toEqual(["seals.jsonl"]);
  });

  test("what the other is still writing is no torn tail", async () => {
    const own = folder();
    const path = segmentFile(own, 0);
    writeFileSync(path, '{"whole":1}\n{"half":');
    const { size } = statSync(path);
    appendFileSync(path, "2}\n");
    await expect(setAside(path, { from: 12, to: size, seq: 1 })).rejects.toMatchObject(busy);
    expect(readFileSync(path, "utf8")).toBe('{"whole":1}\n{"half":2}\n');
    expect(readdirSync(own)).toEqual(["0000000000000000.jsonl"]);
  });
});
