import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolders } from "../../testing/own-folder.ts";
import { cutBack, writePart } from "./files.ts";

const folder = ownFolders();

test("lines that nobody was told of are cut, and nothing else", async () => {
  const path = join(folder(), "segment");
  await cutBack(path, 0, 100);
  writeFileSync(path, "one\ntwo\n");
  await cutBack(path, 8, 100);
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  await cutBack(path, 4, 100);
  expect(readFileSync(path, "utf8")).toBe("one\n");
});

test("where there is more than was written, another's lines are among it: nothing is cut", async () => {
  const path = join(folder(), "segment");
  writeFileSync(path, "one\ntwo\nanother\n");
  await cutBack(path, 4, "two\n".length);
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\nanother\n");
});

test("nobody knows what becomes of lines that cannot be cut", async () => {
  const path = join(folder(), "segment");
  mkdirSync(path);
  await expect(cutBack(path, 0, 1_000_000)).rejects.toMatchObject({ reason: "fate-unknown", detail: "EISDIR" });
});

test("what is written beside a file leaves nothing when it fails or is dropped", async () => {
  const own = folder();
  async function* failing(): AsyncGenerator<string> {
    yield "with a value";
    throw new Error("not more");
  }
  await expect(writePart(join(own, "segment"), failing())).rejects.toThrow("not more");
  const part = await writePart(join(own, "segment"), ["with a value"]);
  expect(readdirSync(own)).toHaveLength(1);
  const refuse = (): void => {
    throw new Error("another");
  };
  await expect(part.take(refuse)).rejects.toThrow("another");
  expect(readdirSync(own)).toEqual([]);
});
