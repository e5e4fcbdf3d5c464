import { setTimeout as sleep } from "node:timers/promises";
import type { Probe } from "@secondlock/model";

/**
 * Keeps the probes of one source under the host's own lock-out. OpenSSH 9.8 and later bans a source whose penalties
 * add up to 15 s (PerSourcePenalties: noauth 1 s, authfail 5 s, and they run off in real time); 10 s is our limit.
 */
export interface Pace {
  readonly wait: (probe: Probe) => Promise<void>;
}

const limitSeconds = 10;

export function paceFor(
  software: string,
  now: () => number = Date.now,
  pause: (ms: number) => Promise<unknown> = sleep,
): Pace {
  if (!penalises(software)) return { wait: () => Promise.resolve() };
  let freeAt = 0;
  return {
    async wait(probe) {
      const cost = penaltySeconds(probe) * 1_000;
      if (cost === 0) return;
      // claimed before the pause, so that probes side by side do not spend the same allowance
      const start = Math.max(freeAt, now());
      freeAt = start + cost;
      const over = freeAt - now() - limitSeconds * 1_000;
      if (over > 0) await pause(over);
    },
  };
}

function penaltySeconds(probe: Probe): number {
  if (probe.kind === "ssh-greeting") return 1;
  return probe.kind === "ssh-login" || probe.kind === "ssh-password" ? 5 : 0;
}

function penalises(software: string): boolean {
  const [, major = "0", minor = "0"] = /OpenSSH_(\d+)\.(\d+)/.exec(software) ?? [];
  return Number(major) > 9 || (Number(major) === 9 && Number(minor) >= 8);
}
