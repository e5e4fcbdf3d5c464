import cluster from "node:cluster";
import { rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { startAnswering } from "../answering.ts";
import { startCaretaker } from "../caretaker.ts";
import { startService } from "../service.ts";
import type { ServiceOptions } from "../service-options.ts";
import { openParts } from "../service-parts.ts";
import { runWorker } from "../workers.ts";

/** How a confirmer of a test lives. */
export interface Life {
  readonly options: ServiceOptions;
  /** Dies, as by SIGKILL, when an opening is in the log and not answered yet. */
  readonly diesAfterLog?: boolean;
  /** A file that fills the disk on `fill`, and is gone on `free`. */
  readonly ballast?: string;
}

const now = (): number => Date.now() / 1_000;
const say = (said: object): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const { options, diesAfterLog, ballast } = JSON.parse(process.argv[2] ?? "{}") as Life;

if (cluster.isWorker) {
  await runWorker({ options, env: process.env, now, process });
  process.disconnect();
} else if (diesAfterLog === true) await dieAfterLog();
else await live();

async function live(): Promise<void> {
  const log = (line: string): void => say({ log: line });
  const started = await startService(options, { env: process.env, log, now });
  if (!started.ok) return say({ reason: started.reason, detail: started.detail });
  const { origin, healthOrigin } = started.value;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void started.value.stop().then(end));
  process.on("SIGHUP", () => void started.value.reload().then(say));
  // whoever hears of it may send a signal at once
  say({ origin, healthOrigin });
  if (ballast === undefined) return;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "fill") fill(ballast);
    else rmSync(ballast, { force: true });
    say({ done: line });
  }
}

function end(): void {
  say({ stopped: true });
  // whoever may still read from standard input does not keep it
  process.exit(0);
}

function fill(path: string): void {
  for (const size of [65_536, 4_096, 512]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch {
      // smaller pieces, until there is no room at all
    }
  }
}

async function dieAfterLog(): Promise<void> {
  const parts = await openParts(options, process.env);
  if (!parts.ok) return say(parts);
  const care = { healthAt: undefined, send: undefined, log: () => undefined, now };
  const caretaker = await startCaretaker({ parts: parts.value, ...care });
  if (!caretaker.ok) return say(caretaker);
  const answering = await startAnswering({
    ...{ parts: parts.value, options, place: options.listen, now },
    observe: (observed) => {
      if (observed.what === "logged") process.kill(process.pid, "SIGKILL");
    },
  });
  say(answering.ok ? { origin: answering.value.origin } : answering);
}
