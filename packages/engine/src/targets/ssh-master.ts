import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { endWithUs } from "./last-will.ts";
import { killGroup } from "./process.ts";

/** The ssh that holds a connection for all others. */
export interface Master {
  readonly ended: () => boolean;
  /** The last that it said on standard error. */
  readonly stderr: () => string;
  /** Ends it, and comes back when it is gone. */
  readonly end: () => Promise<void>;
}

export function startMaster(argv: readonly string[], mayAsk: boolean): Master {
  // one that may ask stays in the foreground of the terminal; any other gets a group, which its jump hosts are part of
  const child = spawn("ssh", argv, { stdio: ["ignore", "ignore", "pipe"], detached: !mayAsk });
  const { pid } = child;
  const letGo = pid === undefined ? undefined : endWithUs(mayAsk ? { process: pid } : { group: pid });
  let stderr = "";
  let ended = false;
  const settle = (): void => {
    ended = true;
    letGo?.();
  };
  child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString("utf8")).slice(-4_000)));
  child.on("error", settle);
  child.on("close", settle);
  const kill = (signal: NodeJS.Signals): void => {
    if (mayAsk) child.kill(signal);
    else killGroup(pid, signal);
  };
  return {
    ended: () => ended,
    stderr: () => stderr,
    async end() {
      if (ended) return;
      const closed = once(child, "close");
      kill("SIGTERM");
      await Promise.race([closed, sleep(300, undefined, { ref: false })]);
      kill("SIGKILL");
      await closed;
    },
  };
}
