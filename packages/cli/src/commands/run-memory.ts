import { readFileSync } from "node:fs";

/** What the kernel says of this process and of swap. */
export interface MemoryFacts {
  /** /proc/self/limits */
  readonly limits: string;
  /** /proc/swaps */
  readonly swaps: string;
  /** memory.swap.max of this process's control group: `max`, or bytes. */
  readonly swapMax: string;
}

/** Ways by which what is in this process's memory comes to a disk, for people. Pure. */
export function waysToDisk({ limits, swaps, swapMax }: MemoryFacts): readonly string[] {
  const [, core = "unlimited"] = /^Max core file size +(\S+)/m.exec(limits) ?? [];
  // swap that lies in memory itself is none
  const onDisk = swaps
    .split("\n")
    .slice(1)
    .filter((line) => line !== "" && !line.startsWith("/dev/zram"));
  return [
    ...(core === "0" ? [] : ["a core dump would hold the secrets: LimitCORE=0 in the unit, or ulimit -c 0"]),
    ...(onDisk.length === 0 || swapMax.trim() === "0"
      ? []
      : ["memory may be swapped to a disk: MemorySwapMax=0 in the unit, or no swap on this machine"]),
  ];
}

export function memoryFacts(): MemoryFacts {
  const [, group = ""] = /^0::(.*)$/m.exec(textOf("/proc/self/cgroup")) ?? [];
  return {
    limits: textOf("/proc/self/limits"),
    swaps: textOf("/proc/swaps"),
    swapMax: textOf(`/sys/fs/cgroup${group}/memory.swap.max`),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
