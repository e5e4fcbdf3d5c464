import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { MountedDay } from "../testing/mounted-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { ready } from "../testing/ready.ts";

const folder = ownFolders();
/** A small disk in a mount namespace of its own: it is gone with the process, however that ends. */
const smallDisk = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=512k small "$0" && exec "$@"'];
const mayMount = ready(
  process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0,
  "a small disk in a mount namespace takes root",
);

test.skipIf(!mayMount)("a disk that fills up, gets room, becomes read-only and writable again", async () => {
  const disk = folder();
  const day = JSON.parse(await said(start("mounted-process.ts", [disk], [...smallDisk, disk]))) as MountedDay;

  expect(day.full.reasons).toEqual(["full"]);
  expect(day.full.written).toBeGreaterThan(64);
  expect(day.full.verified).toMatchObject({ ok: true, head: { size: day.full.written } });

  const size = day.full.written + 1;
  expect(day.withRoom).toMatchObject({ appended: true, verified: { ok: true, head: { size } } });

  // nothing is written about what was not done, however often it is tried
  expect(day.crowded).toEqual({ reasons: ["full", "full", "full"], notes: 0 });
  expect(day.redacted).toEqual({ ok: true, notes: 1, opened: 0, parts: 0 });

  expect(day.readOnly).toMatchObject({ reason: "read-only", standing: "read-only", head: true, read: size + 1 });
  expect(day.readOnly.verified).toMatchObject({ ok: true, head: { size: size + 1 }, redacted: 1, missing: 0 });

  expect(day.writableAgain).toMatchObject({ appended: true, verified: { ok: true, head: { size: size + 2 } } });
});
