import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** When a process started, in clock ticks since the machine's boot: with it, an id cannot mean another process. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name (second field) may hold spaces and brackets: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone: what was wanted.
  }
}

/** Kills a process, if it is still the one that started then, and comes back when it is gone. */
export async function killed(pid: number, start: string, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  while (startOf(pid) === start) {
    if (Date.now() > until) throw new Error(`process ${pid} does not end\nhint: look at it with ps`);
    kill(pid, "SIGKILL");
    await sleep(10);
  }
}

/** Process 1 of the container below a systemd-nspawn, seen from this machine. */
export function initBelow(pid: number, depth = 4): number | undefined {
  for (const child of childrenOf(pid)) {
    if (isInit(child)) return child;
    const found = depth > 0 ? initBelow(child, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function isInit(pid: number): boolean {
  try {
    const ids = /^NSpid:\s+(?<ids>.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.groups?.["ids"];
    const all = ids?.split(/\s+/) ?? [];
    return all.length > 1 && all.at(-1) === "1";
  } catch {
    return false;
  }
}
