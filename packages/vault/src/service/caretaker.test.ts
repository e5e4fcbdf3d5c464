import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { confirmerOf } from "./answering.ts";
import { type Caretaker, startCaretaker } from "./caretaker.ts";
import { openParts, type ServiceParts } from "./service-parts.ts";
import { entriesOf } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { watchPeers } from "./peer-watch.ts";
import { canonicalText } from "../canonical.ts";
import { refuse } from "../outcome.ts";

const fresh = ownFolders();
const day = 86_400;
let time = 0;
let folder: string;
let parts: ServiceParts;
let caretaker: Caretaker;

async function start(): Promise<void> {
  [time, folder] = [Date.now() / 1_000, fresh()];
  parts = must(await openParts({ folder, masterKey: undefined, postgres: undefined }, {}));
  caretaker = must(
    await startCaretaker({ parts, healthAt: undefined, send: undefined, log: () => undefined, now: () => time }),
  );
}
afterEach(async () => {
  await caretaker.stop();
  await parts.close();
});

describe("a caretaker", () => {
  it("removes one-time numbers that are over, each minute, and no others", async () => {
    await start();
    for (const [id, until] of [
      ["over", time + 59],
      ["still good", time + 61],
    ] as const)
      await parts.documents.update("once", id, () => ({ result: undefined, text: "", until }));
    time += 60;
    await caretaker.minute();
    expect(await parts.documents.ids("once")).toEqual(["still good"]);
  });

  it("removes addresses of refusals after their time, once a day", async () => {
    await start();
    const refusal = { reference: "r", kid: "", reason: "unknown-key", peer: "203.0.113.7" };
    caretaker.observe({ what: "refused", refusal });
    await caretaker.minute();
    const kept = async (): Promise<number> =>
      (await entriesOf(folder)).filter(({ opened }) => opened.get("peer") !== undefined).length;
    expect(await kept()).toBe(1);
    time += 89 * day;
    await caretaker.minute();
    expect(await kept()).toBe(1);
    time += day + 3_600;
    await caretaker.minute();
    expect(await kept()).toBe(0);
    expect(await parts.ledger.verify()).toMatchObject({ ok: true, redacted: 1, missing: 0 });
  });

  it("is not ready while the log cannot be written, and tries again after half a minute", async () => {
    await start();
    expect(await caretaker.health()).toEqual({ reasons: [] });
    caretaker.observe({ what: "log-failed", reason: "full" });
    expect(await caretaker.health()).toEqual({ reasons: ["the log could not be written"] });
    time += 31;
    expect(await caretaker.health()).toEqual({ reasons: [] });
    caretaker.observe({ what: "log-failed", reason: "full" });
    caretaker.observe({ what: "logged", type: "opening.confirmed", seq: 9 });
    expect(await caretaker.health()).toEqual({ reasons: [] });
  });

  it("is not ready when its clock goes back, when its database is gone, and when it stops", async () => {
    await start();
    time -= 61;
    expect(await caretaker.health()).toEqual({ reasons: ["the clock went back"] });
    time += 61;
    caretaker.stopping();
    expect(await caretaker.health()).toEqual({ reasons: ["it stops"] });
    await parts.close();
    expect((await caretaker.health()).reasons).toContain("the database does not answer");
    parts = { ...parts, close: async () => await Promise.resolve() };
  });

  it("keeps the head of an empty log before the first entry, and the last one within a second", async () => {
    await start();
    const size = (): number =>
      (JSON.parse(readFileSync(join(folder, "head"), "utf8")) as { head: { size: number } }).head.size;
    expect(existsSync(join(folder, "head"))).toBe(true);
    expect(size()).toBe(0);
    await expect.poll(size, { timeout: 5_000 }).toBe(1);
  });

  it("tells once when another confirmer falls silent, and once when it is back", async () => {
    await start();
    const { publicKey: key } = parts.folder.signer;
    const peers = { version: 1, confirmer: key, peers: [{ origin: "http://127.0.0.1:9", key }] };
    for (const [id, content] of [
      ["heard", { "http://127.0.0.1:9": time }],
      ["all", peers],
    ] as const)
      await parts.documents.update("peers", id, () => ({ result: undefined, text: canonicalText(content) }));
    // the caretaker's own rounds come in between, when they come
    const lines: string[] = [];
    let isThere = false;
    const confirmer = confirmerOf({ parts, observe: () => undefined, now: () => time }, "https://one.example");
    const ask = async () => await Promise.resolve(isThere ? { ok: true as const, value: [] } : refuse("unreachable"));
    const watch = watchPeers(confirmer, ask, (line) => void lines.push(line));
    watch.stop();
    for (const there of [false, false, true, true]) {
      isThere = there;
      await watch.hear();
    }
    expect(lines).toEqual([
      "the confirmer http://127.0.0.1:9 is not heard of: unreachable",
      "the confirmer http://127.0.0.1:9 is heard of again",
    ]);
  });
});
