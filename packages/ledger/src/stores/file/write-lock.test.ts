import { rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
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

describe("a writer whose next turn follows at once", () => {
  test("keeps the lock, and lets another in all the same", async () => {
    const own = folder();
    const [busy, other] = [await openWriteLock(own), await openWriteLock(own)];
    let letIn = false;
    const waiting = (async () => {
      letIn = (await other.take(5_000)).ok;
      if (letIn) other.release();
    })();
    for (let turns = 0; turns < 100_000 && !letIn; turns += 1) {
      expect(await busy.take(5_000)).toEqual({ ok: true });
      busy.release();
      // every so often the disk is waited for; other events come in meanwhile
      if (turns % 8 === 0) await sleep(0);
    }
    await waiting;
    expect(letIn).toBe(true);
    for (const lock of [busy, other]) lock.close();
  });

  test("has no lock any more when its next round of events comes", async () => {
    const own = folder();
    const [busy, other] = [await openWriteLock(own), await openWriteLock(own)];
    await busy.take(0);
    busy.release();
    await setImmediate();
    expect(await other.take(0)).toEqual({ ok: true });
    for (const lock of [busy, other]) lock.close();
  });

  test("looks again whether it is still the lock", async () => {
    const own = folder();
    const [busy, other] = [await openWriteLock(own), await openWriteLock(own)];
    await busy.take(0);
    busy.release();
    rmSync(join(own, "write.lock"));
    expect(await busy.take(0)).toEqual({ ok: true });
    expect(await other.take(0)).toMatchObject({ ok: false, reason: "busy" });
    for (const lock of [busy, other]) lock.close();
  });
});
