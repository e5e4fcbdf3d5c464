import { appendFileSync, closeSync, cpSync, openSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolders } from "../../testing/own-folder.ts";
import type { Row } from "../../store.ts";
import { refuseSecond } from "./intruder.ts";
import { segmentFile } from "./layout.ts";
import { Tail } from "./tail.ts";

const folder = ownFolders();
const row = (n: number): Row => ({ hash: "0".repeat(64), entry: `{"n":${n}}`, opened: undefined });
const nothing = { see: () => undefined, decide: () => ({ rows: [], seals: [] }) };

/** Two writers whose lock fell: both saw the same end. */
async function two(own: string): Promise<readonly [Tail, Tail]> {
  const both = [new Tail(own, { id: "a", segmentSize: 16 }), new Tail(own, { id: "a", segmentSize: 16 })] as const;
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
  const check = (): void => refuseSecond(fd, { path, offset: 7, bytes: Buffer.from("own\n") });
  if (fate === "stays") check();
  else {
    expect(check).toThrow(fate === "unknown" ? "fate-unknown" : "busy");
  }
  expect(readFileSync(path, "utf8")).toBe(`before\n${left}`);
  closeSync(fd);
});
