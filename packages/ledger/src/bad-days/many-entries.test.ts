import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PreparedEvent, prepareEvent } from "../event.ts";
import { positionAfter } from "../position.ts";
import { lineOf } from "../stores/file/line.ts";
import { segmentFile } from "../stores/file/layout.ts";
import type { Asking } from "../testing/asking-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { ledgerTurn } from "../turn.ts";

const folder = ownFolders();
const log = { id: "long", segmentSize: 65_536 };
const [entries, atOnce] = [150_000, 4_096];

/** A log as a writer makes it, without waiting for the disk. */
function written(own: string): void {
  const made = prepareEvent({ type: "secret.opened", data: { secret: "DATABASE_URL", person: "ada", host: "app-1" } });
  if (!made.ok) throw new Error(made.reason);
  const events: readonly PreparedEvent[] = Array.from({ length: atOnce }, () => made.prepared);
  writeFileSync(join(own, "ledger.json"), JSON.stringify({ v: 1, ...log }));
  let position = positionAfter(log, []);
  while (position.size < entries) {
    const turn = ledgerTurn(log, position, {
      events: events.slice(0, entries - position.size),
      now: "2026-11-21T10:00:00.000Z",
    });
    const change = turn.decide(undefined);
    if ("damaged" in change) throw new Error(change.damaged);
    const first = position.size - (position.size % log.segmentSize);
    appendFileSync(segmentFile(own, first), change.rows.map(lineOf).join(""));
    ({ position } = turn.result());
  }
}

test(`${entries} entries are verified in a heap that does not hold them`, { timeout: 60_000 }, async () => {
  const own = join(folder(), "log");
  mkdirSync(own, { mode: 0o700 });
  written(own);
  // as text alone they take some 50 MB
  const through = ["env", "NODE_OPTIONS=--max-old-space-size=32 --max-semi-space-size=4"];
  const asking: Asking = { kind: "files", path: own, reads: true, ask: ["verify"] };
  expect(await said(start("asking-process.ts", [JSON.stringify(asking)], through))).toBe(`verify ${entries}\n`);
});
