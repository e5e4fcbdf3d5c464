import type { Cluster, Worker } from "node:cluster";
import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { must } from "../testing/shop.ts";
import type { Listener } from "./listener.ts";
import type { Observed } from "./observed.ts";
import { startWorkers } from "./workers.ts";

/** Processes that do what a test says. */
class Process extends EventEmitter {
  readonly heard: unknown[] = [];
  readonly process = { kill: (signal: string) => void this.emit("exit", null, signal) };
  send(word: unknown): void {
    this.heard.push(word);
  }
  says(said: object): void {
    this.emit("message", said);
  }
  listens(): void {
    this.says({ said: "listening", origin: "http://127.0.0.1:8440" });
  }
  refuses(reason: string, detail: string): void {
    this.says({ said: "refused", reason, detail });
    this.emit("exit", 0, null);
  }
}

const refused = { ok: false, reason: "bad-certificate", detail: "no PEM" };
let forked: Process[];
let lines: string[];
let observed: Observed[];

async function start(count: number): Promise<Listener> {
  const fork = (): Worker => {
    const made = new Process();
    forked.push(made);
    return made as unknown as Worker;
  };
  const cluster = { SCHED_NONE: 1, fork } as unknown as Cluster;
  const log = (line: string): void => void lines.push(line);
  const starting = startWorkers({ cluster, count, observe: (each) => void observed.push(each), log });
  for (const each of forked) each.listens();
  return must(await starting);
}
const processes = () => observed.flatMap((each) => (each.what === "answering" ? [each.processes] : []));

beforeEach(() => {
  [forked, lines, observed] = [[], [], []];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
});

describe("processes that answer", () => {
  it("are counted when they listen, and when they end", async () => {
    await start(2);
    expect(processes()).toEqual([0, 1, 2]);
    forked[0]!.emit("exit", null, "SIGKILL");
    forked[1]!.emit("exit", null, "SIGKILL");
    expect(processes().slice(3)).toEqual([1, 0]);
    vi.advanceTimersByTime(1_000);
    expect(processes().at(-1)).toBe(0);
    forked[2]!.listens();
    expect(processes().at(-1)).toBe(1);
  });

  it("that cannot start say why, and are tried ever less often", async () => {
    await start(1);
    forked[0]!.emit("exit", null, "SIGKILL");
    const waited: number[] = [];
    for (let n = 1; n < 9; n++) {
      let seconds = 0;
      while (forked.length === n) {
        vi.advanceTimersByTime(1_000);
        seconds += 1;
      }
      waited.push(seconds);
      forked[n]!.refuses("open-to-others", "/srv/confirmer");
    }
    expect(waited).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    expect(lines[0]).toBe("a process that answers ended with SIGKILL; the next one is tried in 1 s");
    expect(lines[1]).toBe(
      "a process that answers ended with open-to-others: /srv/confirmer; the next one is tried in 2 s",
    );
  });

  it.each([
    ["came up and ended at once count as those that could not", 0, "2 s"],
    ["answered for a while are followed at once", 30_000, "1 s"],
  ])("that %s", async (_, lived, wanted) => {
    await start(1);
    forked[0]!.emit("exit", null, "SIGKILL");
    vi.advanceTimersByTime(1_000);
    forked[1]!.listens();
    vi.advanceTimersByTime(lived);
    forked[1]!.emit("exit", null, "SIGKILL");
    expect(lines.at(-1)).toMatch(new RegExp(` in ${wanted}$`));
  });

  it("are not followed by others once it stops", async () => {
    const listener = await start(1);
    forked[0]!.emit("exit", null, "SIGKILL");
    await listener.stop(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["all took it", [{ ok: true }, { ok: true }], { ok: true }],
    ["one of them did not", [{ ok: true }, refused], refused],
  ])("are told to reload, and that %s is what comes back", async (_, outcomes, wanted) => {
    const listener = await start(2);
    const reloading = listener.reload();
    for (const [index, outcome] of outcomes.entries()) {
      expect(forked[index]!.heard).toEqual(["reload"]);
      forked[index]!.says({ said: "reloaded", outcome });
    }
    expect(await reloading).toEqual(wanted);
  });

  it("cannot reload when there is none, and one that ends meanwhile keeps nobody", async () => {
    const listener = await start(1);
    const reloading = listener.reload();
    forked[0]!.emit("exit", null, "SIGKILL");
    const none = { ok: false, reason: "not-listening", detail: "no process answers" };
    expect(await reloading).toEqual(none);
    expect(await listener.reload()).toEqual(none);
  });
});
