import type { Cluster, Worker } from "node:cluster";
import { once } from "node:events";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { startAnswering } from "./answering.ts";
import { givenSocket, type Listener, type ListenReason } from "./listener.ts";
import type { Observe, Observed } from "./observed.ts";
import type { ServiceOptions } from "./service-options.ts";
import { openParts } from "./service-parts.ts";

/** What a process that answers says to the one that looks after it. */
type Said =
  | { readonly said: "listening"; readonly origin: string }
  | { readonly said: "refused"; readonly reason: string; readonly detail: string }
  | { readonly said: "reloaded"; readonly outcome: Outcome<undefined, ListenReason> }
  | { readonly said: "observed"; readonly observed: Observed };

interface Parts {
  readonly cluster: Cluster;
  readonly count: number;
  readonly observe: Observe;
  readonly log: (line: string) => void;
}

/** Seconds before a process that ended is followed by another: twice as many each time, until one has answered for that long. */
const longestPause = 30;
const reloadWord = "reload";

/**
 * Starts this very program again, several times, on one socket: the kernel gives each connection to one that waits for some. One that
 * ends is replaced; the others go on.
 */
export async function startWorkers({
  cluster,
  count: wanted,
  observe,
  log,
}: Parts): Promise<Outcome<Listener, "worker-failed">> {
  // each takes its connections itself: no process stands between
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  let isStopping = false;
  let failure = "";
  const workers = new Set<Worker>();
  const listening = new Set<Worker>();
  const waiting = new Set<NodeJS.Timeout>();
  const count = (): void => observe({ what: "answering", processes: listening.size });

  function fork(pause = 1): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const worker = cluster.fork();
    workers.add(worker);
    let since = Infinity;
    let why: string | undefined;
    worker.on("message", (said: Said) => {
      if (said.said === "observed") observe(said.observed);
      else if (said.said === "refused") failure = why = `${said.reason}: ${said.detail}`;
      else if (said.said === "listening") {
        since = performance.now();
        listening.add(worker);
        count();
        resolve(said.origin);
      }
    });
    worker.on("error", () => undefined);
    worker.once("exit", (code: number | null, signal: string | null) => {
      workers.delete(worker);
      if (listening.delete(worker)) count();
      resolve(undefined);
      if (isStopping) return;
      const next = performance.now() - since >= longestPause * 1_000 ? 1 : pause;
      log(`a process that answers ended with ${why ?? signal ?? code}; the next one is tried in ${next} s`);
      const timer = setTimeout(() => {
        waiting.delete(timer);
        void fork(Math.min(2 * next, longestPause));
      }, next * 1_000);
      waiting.add(timer);
    });
    return promise;
  }

  async function stop(patience: number): Promise<void> {
    isStopping = true;
    for (const timer of waiting) clearTimeout(timer);
    const ended = [...workers].map((worker) => once(worker, "exit"));
    for (const worker of workers) worker.process.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const worker of workers) worker.process.kill("SIGKILL");
    }, patience + 1_000);
    await Promise.all(ended);
    clearTimeout(late);
  }

  count();
  const origins = await Promise.all(Array.from({ length: wanted }, () => fork()));
  const [origin] = origins;
  if (origin === undefined || origins.includes(undefined)) {
    await stop(0);
    return refuse("worker-failed", failure);
  }
  return accept({
    ...{ origin, stop },
    async reload() {
      const outcomes = (await Promise.all([...listening].map(reloaded))).filter((each) => each !== undefined);
      return outcomes.find(({ ok }) => !ok) ?? outcomes[0] ?? refuse("not-listening", "no process answers");
    },
  });
}

/** undefined: it ended meanwhile; what follows it reads what is there. */
function reloaded(worker: Worker): Promise<Outcome<undefined, ListenReason> | undefined> {
  const { promise, resolve } = Promise.withResolvers<Outcome<undefined, ListenReason> | undefined>();
  const hear = (said: Said): void => (said.said === "reloaded" ? resolve(said.outcome) : undefined);
  const end = (): void => resolve(undefined);
  worker.on("message", hear).once("exit", end).send(reloadWord);
  return promise.finally(() => worker.off("message", hear).off("exit", end));
}

interface WorkerParts {
  readonly options: ServiceOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
  readonly process: NodeJS.Process;
}

/** Observations on their way: beyond that the process that counts does not keep up, and they are left out. */
const mostUnderWay = 10_000;

/** One of these processes: answers until it is told to stop, or nobody looks after it any more. */
export async function runWorker({ options, env, now, process: self }: WorkerParts): Promise<void> {
  let underWay = 0;
  const say = (said: Said): void => {
    if (!self.connected || (said.said === "observed" && underWay >= mostUnderWay)) return;
    underWay += 1;
    self.send?.(said, undefined, {}, () => (underWay -= 1));
  };
  const opened = await openParts(options, env);
  if (!opened.ok) return say({ said: "refused", reason: opened.reason, detail: opened.detail ?? "" });
  const parts = opened.value;
  const listening = await startAnswering({
    ...{ parts, options, now, observe: (observed: Observed) => say({ said: "observed", observed }) },
    place: givenSocket(env, [self.pid, self.ppid]) ?? options.listen,
  });
  if (!listening.ok) {
    await parts.close();
    return say({ said: "refused", reason: listening.reason, detail: listening.detail ?? "" });
  }
  const listener = listening.value;
  say({ said: "listening", origin: listener.origin });
  await endOf(self, () => void listener.reload().then((outcome) => say({ said: "reloaded", outcome })));
  await listener.stop(stopsWithin);
  await parts.close();
}

/** Milliseconds that what is under way has. */
const stopsWithin = 10_000;

/** Resolves when somebody asks this process to end, or the one that looks after it is gone. */
async function endOf(self: NodeJS.Process, reload: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) self.once(signal, () => resolve());
  self.once("disconnect", () => resolve());
  // it goes to all of a terminal's processes; who looks after them passes it on
  self.on("SIGHUP", () => undefined);
  self.on("message", (word) => (word === reloadWord ? reload() : undefined));
  await promise;
}
