import { existsSync, readFileSync, readdirSync } from "node:fs";
import { controlGroupRoots, NSPAWN_FOLDERS } from "../src/run-directory.ts";

/** Everything on this machine that still bears a lab's mark. */
export function remainsOf(prefix: string, run: string): string[] {
  const found: string[] = [];
  for (const place of ["/run/netns", "/etc/netns", NSPAWN_FOLDERS, ...controlGroupRoots()])
    for (const name of existsSync(place) ? readdirSync(place) : [])
      if (name.startsWith(prefix)) found.push(`${place}/${name}`);
  if (readFileSync("/proc/self/mountinfo", "utf8").includes(run)) found.push(`a mount under ${run}`);
  if (existsSync(run)) found.push(run);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const line = commandLine(pid);
    if (line.includes(run) || line.includes(prefix)) found.push(`process ${pid}: ${line.slice(0, 80)}`);
  }
  return found;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
