import type { Cluster, Worker } from "node:cluster";
import { once } from "node:events";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { startAnswering } from "./answering.ts";
import { givenSocket, type Listener } from "./listener.ts";
import type { Observe, Observed } from "./observed.ts";
import type { ServiceOptions } from "./service-options.ts";
import { openParts } from "./service-parts.ts";

/** What a process that answers says to the one that looks after it. */
type Said =
  | { readonly said: "listening"; readonly origin: string }
  | { readonly said: "refused"; readonly reason: string; readonly detail: string }
  | { readonly said: "observed"; readonly observed: Observed };

interface Parts {
  readonly cluster: Cluster;
  readonly count: number;
  readonly observe: Observe;
  readonly log: (line: string) => void;
}

/** Milliseconds before a process that ended is followed by another. */
const pause = 1_000;
const reloadWord = "reload";

/**
 * Starts this very program again, several times, on one socket: the kernel gives each connection to one that waits for some. One that
 * ends is replaced; the others go on.
 */
export async function startWorkers({
  cluster,
  count,
  observe,
  log,
}: Parts): Promise<Outcome<Listener, "worker-failed">> {
  // each takes its connections itself: no process stands between
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  let isStopping = false;
  let failure = "";
  const workers = new Set<Worker>();

  function fork(): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const worker = cluster.fork();
    workers.add(worker);
    worker.on("message", (said: Said) => {
      if (said.said === "observed") observe(said.observed);
      else if (said.said === "listening") resolve(said.origin);
      else failure = `${said.reason}: ${said.detail}`;
    });
    worker.on("error", () => undefined);
    worker.once("exit", (code: number | null, signal: string | null) => {
      workers.delete(worker);
      resolve(undefined);
      if (isStopping) return;
      log(`a process that answers ended with ${signal ?? code}; another one follows`);
      setTimeout(() => (isStopping ? undefined : void fork()), pause);
    });
    return promise;
  }

  async function stop(patience: number): Promise<void> {
    isStopping = true;
    const ended = [...workers].map((worker) => once(worker, "exit"));
    for (const worker of workers) worker.process.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const worker of workers) worker.process.kill("SIGKILL");
    }, patience + 1_000);
    await Promise.all(ended);
    clearTimeout(late);
  }

  const origins = await Promise.all(Array.from({ length: count }, fork));
  const [origin] = origins;
  if (origin === undefined || origins.includes(undefined)) {
    await stop(0);
    return refuse("worker-failed", failure);
  }
  return accept({
    ...{ origin, stop },
    async reload() {
      for (const worker of workers) worker.send(reloadWord);
      return await Promise.resolve(accept(undefined));
    },
  });
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
    if (!self.connected || underWay >= mostUnderWay) return;
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
  await endOf(self, () => void listener.reload());
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
