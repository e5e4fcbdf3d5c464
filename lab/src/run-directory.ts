import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, withLock } from "./cache.ts";
import { NAMESPACE_FILES } from "./network.ts";
import { kill, startOf } from "./process.ts";

/** One lab's place on disk. Its name says who owns it, so that anybody can tell whether the owner still lives. */
export interface RunDirectory {
  readonly path: string;
  readonly prefix: string;
}

let runs = 0;

export function makeRunDirectory(): RunDirectory {
  const name = `${process.pid}-${startOf(process.pid)}-${runs++}`;
  const path = join(cacheDirectory(), "runs", name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return { path, prefix: prefixOf(name) };
}

function prefixOf(name: string): string {
  const [pid, , run] = name.split("-");
  return `secondlock-${pid}-${run}-`;
}

/** Removes what labs left behind whose owner was killed. */
export async function sweep(): Promise<string[]> {
  return withLock("sweep", () => {
    const directory = join(cacheDirectory(), "runs");
    const names = existsSync(directory) ? readdirSync(directory) : [];
    const dead = names.filter((name) => {
      const [pid, start] = name.split("-");
      return startOf(Number(pid)) !== start;
    });
    for (const name of dead) demolish({ path: join(directory, name), prefix: prefixOf(name) });
    return Promise.resolve(dead);
  });
}

/**
 * Takes everything of one lab down: processes by their own ids, mounts, namespaces, control groups, files. Works from
 * what the system shows, not from memory, so that it also serves for a lab whose owner died; and synchronously, so
 * that it also serves while this process is exiting.
 */
export function demolish({ path, prefix }: RunDirectory): void {
  const namespaces = listOf("/run/netns").filter((name) => name.startsWith(prefix));
  for (let attempt = 0; attempt < 100; attempt++) {
    const pids = [...recordedProcesses(path), ...namespaces.flatMap(processesIn)];
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid, "SIGKILL");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  for (const mount of mountsUnder(path)) {
    if (spawnSync("umount", [mount]).status !== 0) spawnSync("umount", ["--lazy", mount]);
  }
  for (const name of namespaces) spawnSync("ip", ["netns", "delete", name]);
  for (const name of listOf(NAMESPACE_FILES).filter((entry) => entry.startsWith(prefix)))
    rmSync(join(NAMESPACE_FILES, name), { recursive: true, force: true });
  for (const hierarchy of controlGroupRoots())
    for (const name of listOf(hierarchy).filter((entry) => entry.startsWith(prefix)))
      removeControlGroup(join(hierarchy, name));
  for (const name of listOf(NSPAWN_FOLDERS).filter((entry) => entry.startsWith(prefix))) forgetMachine(name);
  rmSync(path, { recursive: true, force: true });
}

/** Where systemd-nspawn makes an empty folder for each machine. */
export const NSPAWN_FOLDERS = "/run/systemd/nspawn/propagate";

/** What a systemd-nspawn that was killed leaves. Where /run is no tmpfs, the next one of that name would not start. */
export function forgetMachine(name: string): void {
  const folder = join(NSPAWN_FOLDERS, name);
  if (existsSync(folder)) rmdirSync(folder);
}

/** Where systemd keeps its groups: the named hierarchy and the unified one, whichever this machine has. */
export function controlGroupRoots(): string[] {
  const roots: string[] = [];
  for (const line of readFileSync("/proc/self/mountinfo", "utf8").split("\n")) {
    const [front = "", back = ""] = line.split(" - ");
    const place = front.split(" ")[4];
    const [type, , options = ""] = back.split(" ");
    if (place && (type === "cgroup2" || (type === "cgroup" && options.split(",").includes("name=systemd"))))
      roots.push(place);
  }
  return roots;
}

export function removeControlGroup(path: string): void {
  for (const entry of listOf(path))
    if (existsSync(join(path, entry, "cgroup.procs"))) removeControlGroup(join(path, entry));
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      rmdirSync(path);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EBUSY") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function mountsUnder(path: string): string[] {
  const places = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "");
  return places.filter((place) => place.startsWith(`${path}/`)).toReversed();
}

/** Each host writes "id start" of its systemd-nspawn: an id that was handed on to another process does not match. */
function recordedProcesses(path: string): number[] {
  return listOf(join(path, "processes")).flatMap((name) => {
    const [pid, start] = readFileSync(join(path, "processes", name), "utf8").split(" ");
    return startOf(Number(pid)) === start && start !== undefined ? [Number(pid)] : [];
  });
}

function processesIn(namespace: string): number[] {
  const { stdout } = spawnSync("ip", ["netns", "pids", namespace], { encoding: "utf8" });
  const pids = (stdout ?? "").split("\n").map(Number);
  return pids.filter((pid) => pid > 1 && pid !== process.pid && startOf(pid) !== undefined);
}

function listOf(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
