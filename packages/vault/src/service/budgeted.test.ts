import { fileStore, openLedger } from "@secondlock/ledger";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../confirmer/answer-requests.ts";
import { alerts } from "./alerts.ts";
import { budget } from "./budget.ts";
import { refusalEntries } from "./refusal-entries.ts";
import { expireAddresses, keptDays } from "./retention.ts";
import { isWebhook, runAlert } from "./send-alert.ts";
import { entriesOf } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";

const fresh = ownFolders();
const refusal = (reason: string, more: Partial<Refusal> = {}): Refusal => ({
  ...{ reference: "r".repeat(16), kid: "a".repeat(22), reason, peer: "203.0.113.7" },
  ...more,
});

/** A log whose clock is the test's. */
async function logAt(folder: string, time: { now: number }) {
  const opened = await openLedger({ store: fileStore({ folder: `${folder}/ledger` }), clock: () => time.now * 1_000 });
  if (!opened.ok) throw new Error(opened.reason);
  return opened.ledger;
}

describe("a budget", () => {
  it("lets some through at once, then one every so often, and counts the rest", () => {
    const some = budget({ atOnce: 2, every: 60 });
    expect([0, 0, 0, 59, 60, 61].map((at) => some.take("a", at))).toEqual([true, true, false, false, true, false]);
    expect(some.leftOut()).toEqual({ a: 3 });
    expect(some.leftOut()).toEqual({});
  });

  it("is for each kind apart, and never fills up beyond what is let through at once", () => {
    const some = budget({ atOnce: 1, every: 60 });
    expect([some.take("a", 0), some.take("a", 0), some.take("b", 0)]).toEqual([true, false, true]);
    expect([some.take("a", 9_000), some.take("a", 9_000)]).toEqual([true, false]);
  });

  it("gets nothing from a clock that goes back, and stays small", () => {
    const some = budget({ atOnce: 1, every: 60 });
    expect([some.take("a", 1_000), some.take("a", 10), some.take("a", 100)]).toEqual([true, false, false]);
    for (let n = 0; n < 10_000; n++) some.take(`kind ${n}`, 1_000);
    expect(Object.keys(some.leftOut()).length).toBeLessThan(300);
  });
});

describe("refusals in the log", () => {
  it("a flood of one reason is a few entries and a count, and hides no other reason", async () => {
    const [folder, time] = [fresh(), { now: 1_800_000_000 }];
    const ledger = await logAt(folder, time);
    const entries = refusalEntries({ ledger, isKnown: async () => await Promise.resolve(false), now: () => time.now });
    for (let n = 0; n < 5_000; n++) entries.take(refusal("unknown-key"));
    entries.take(refusal("wrong-source", { detail: "198.51.100.9" }));
    time.now += 60;
    await entries.flush();
    await entries.flush();
    await ledger.close();
    const written = await entriesOf(folder);
    const reasons = written.filter(({ type }) => type === "opening.refused").map(({ data }) => data["reason"]);
    expect(reasons.filter((reason) => reason === "unknown-key")).toHaveLength(10);
    expect(reasons).toContain("wrong-source");
    expect(written.filter(({ type }) => type === "openings.refused").map(({ data }) => data)).toEqual([
      { counts: { "unknown-key": 4_990 }, from: "2027-01-15T08:00:00.000Z", until: "2027-01-15T08:01:00.000Z" },
    ]);
  });

  it("a word of a stranger stays out, and so does every address", async () => {
    const [folder, time] = [fresh(), { now: 1_800_000_000 }];
    const ledger = await logAt(folder, time);
    const isKnown = async (kid: string): Promise<boolean> => await Promise.resolve(kid === "known");
    const entries = refusalEntries({ ledger, isKnown, now: () => time.now });
    entries.take(refusal("wrong-source", { kid: "known", detail: "198.51.100.9" }));
    entries.take(refusal("wrong-source", { kid: "a strangers words" }));
    await entries.flush();
    await ledger.close();
    const written = await entriesOf(folder);
    expect(written.map(({ data }) => data)).toEqual([
      { reason: "wrong-source", reference: "r".repeat(16), kid: "known" },
      { reason: "wrong-source", reference: "r".repeat(16) },
    ]);
    expect(written[0]?.opened.get("peer")).toEqual({ address: "203.0.113.7", detail: "198.51.100.9" });
  });

  it("addresses go after their time and not before, and the log still holds together", async () => {
    const [folder, time] = [fresh(), { now: 1_800_000_000 }];
    const ledger = await logAt(folder, time);
    const append = () => ledger.append({ type: "opening.refused", private: { peer: { address: "203.0.113.7" } } });
    await append();
    time.now += 86_400;
    await append();
    const since = keptDays * 86_400;
    expect(await expireAddresses(ledger, 1_800_000_000 + since)).toBe(0);
    expect(await expireAddresses(ledger, 1_800_000_000 + since + 1)).toBe(1);
    expect(await expireAddresses(ledger, 1_800_000_000 + since + 1)).toBe(0);
    expect(await ledger.verify()).toMatchObject({ ok: true, redacted: 1, missing: 0 });
    await ledger.close();
    const [first, second] = await entriesOf(folder);
    expect([first?.opened.size, second?.opened.size]).toEqual([0, 1]);
  });
});

describe("alerts", () => {
  it("are few, and what was left out is told as a count", async () => {
    const [time, told, sent] = [{ now: 1_800_000_000 }, [] as string[], [] as boolean[]];
    const telling = alerts({
      send: async (json) => void (await Promise.resolve(told.push(json))),
      ...{ now: () => time.now, sent: (ok) => void sent.push(ok) },
    });
    for (let n = 0; n < 100; n++) telling.tell(refusal("replayed"));
    telling.tell(refusal("wrong-source"));
    telling.flush();
    telling.flush();
    await telling.settle();
    const events = told.map((json) => JSON.parse(json) as Record<string, unknown>);
    expect(events.map(({ event, reason }) => reason ?? event)).toEqual([
      ...["replayed", "replayed", "replayed", "wrong-source", "alerts.left-out"],
    ]);
    expect(events[0]).toMatchObject({ reference: "r".repeat(16), peer: "203.0.113.7" });
    expect(events[4]).toMatchObject({ counts: { replayed: 97 }, text: "Secondlock: not told one by one: 97 replayed" });
    expect(sent).toEqual([true, true, true, true, true]);
  });

  it("that nobody takes hold nothing up, and are counted", async () => {
    const sent: boolean[] = [];
    const never = alerts({
      send: () => new Promise(() => undefined),
      ...{ now: () => 0, sent: (ok) => void sent.push(ok), allowance: { atOnce: 1_000, every: 1 } },
    });
    for (let n = 0; n < 100; n++) never.tell(refusal("replayed"));
    expect(sent).toEqual(Array.from({ length: 88 }, () => false));
    const failing = alerts({
      send: () => Promise.reject(new Error("no")),
      ...{ now: () => 0, sent: (ok) => void sent.push(ok) },
    });
    failing.tell(refusal("replayed"));
    await failing.settle();
    expect(sent).toHaveLength(89);
  });

  it("that there is no room for are counted, and a stranger takes no room from what a host signed", async () => {
    const [told, time] = [[] as Record<string, unknown>[], { now: 0 }];
    let take: (() => void)[] = [];
    const slow = alerts({
      send: (json) => {
        told.push(JSON.parse(json) as Record<string, unknown>);
        return new Promise((resolve) => take.push(resolve));
      },
      ...{ now: () => time.now, sent: () => undefined },
    });
    const taken = async (): Promise<void> => {
      for (const each of take) each();
      take = [];
      await slow.settle();
    };
    for (let n = 0; n < 10; n++) for (const reason of ["a", "b", "c", "d", "e", "f"]) slow.tell(refusal(reason));
    expect(told).toHaveLength(12);
    for (const reason of ["wrong-source", "outside-window", "rate"]) slow.tell(refusal(reason));
    slow.tellAgain({ kid: "a".repeat(22), purpose: "start", seq: 7 });
    expect(told.slice(12).map(({ event, reason }) => reason ?? event)).toEqual([
      ...["wrong-source", "outside-window", "rate", "opening.again"],
    ]);
    // all places are taken
    slow.tell(refusal("wrong-source"));
    slow.tellAgain({ kid: "a".repeat(22), purpose: "start", seq: 8 });
    slow.flush();
    expect(told).toHaveLength(16);
    await taken();
    slow.flush();
    expect(told[16]).toMatchObject({ event: "alerts.left-out", counts: { "wrong-source": 1, "second-opening": 1 } });
    const counts = told[16]?.["counts"] as Record<string, number>;
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(60 - 12 + 2);
    await taken();
  });

  it("tell of a second opening where it stands in the log, and seldom", async () => {
    const told: Record<string, unknown>[] = [];
    const telling = alerts({
      send: async (json) => void (await Promise.resolve(told.push(JSON.parse(json) as Record<string, unknown>))),
      ...{ now: () => 1_800_000_000, sent: () => undefined },
    });
    for (let seq = 5; seq < 25; seq++) telling.tellAgain({ kid: "a".repeat(22), purpose: "start", seq });
    telling.flush();
    await telling.settle();
    expect(told.map(({ seq, counts }) => seq ?? counts)).toEqual([5, 6, 7, { "second-opening": 17 }]);
    expect(told[0]).toEqual({
      ...{ event: "opening.again", at: "2027-01-15T08:00:00.000Z", kid: "a".repeat(22), purpose: "start", seq: 5 },
      text: expect.stringContaining("entry 5 of its log"),
    });
  });

  it.each([
    ["https://hooks.example/services/T0/B0/x", true],
    ["http://127.0.0.1:8080/in", true],
    ["http://[::1]:8080/in", true],
    ["http://hooks.example/in", false],
    ["http://127.0.0.1.example/in", false],
    ["ftp://hooks.example/in", false],
    ["https://", false],
    ["", false],
  ])("go to %j: %s", (text, wanted) => {
    expect(isWebhook(text)).toBe(wanted);
  });

  it("to a program that fails, or is not there, are not taken", async () => {
    await expect(runAlert("/bin/true")("{}")).resolves.toBeUndefined();
    await expect(runAlert("/bin/false")("{}")).rejects.toThrow("ends with 1");
    await expect(runAlert("/nowhere")("{}")).rejects.toThrow("ENOENT");
  });
});
