import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolders } from "../../testing/own-folder.ts";
import { openWriteLock } from "./write-lock.ts";

const folder = ownFolders();

test("a lock whose file was removed is none", async () => {
  const own = folder();
  const [one, other] = [await openWriteLock(own), await openWriteLock(own)];
  expect(await one.take(0)).toEqual({ ok: true });
  expect(await other.take(0)).toMatchObject({ ok: false, reason: "busy" });
  one.release();
  rmSync(join(own, "write.lock"));
  expect(await other.take(100)).toEqual({ ok: true });
  // the first still has the file open that is gone
  expect(await one.take(100)).toMatchObject({ ok: false, reason: "busy" });
  other.release();
  expect(await one.take(100)).toEqual({ ok: true });
  one.release();
  for (const lock of [one, other]) lock.close();
});
