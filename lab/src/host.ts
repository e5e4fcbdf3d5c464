import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OVERLAY_OPTIONS } from "./image-build.ts";
import { must, run, type CommandOptions, type CommandResult } from "./command.ts";
import type { Role } from "./fixture.ts";
import type { Address, Network } from "./network.ts";
import { initBelow, kill, killed, startOf } from "./process.ts";
import { controlGroupRoots, forgetMachine, removeControlGroup, type RunDirectory } from "./run-directory.ts";

const BOOT_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

/** Where systemd-nspawn would differ from a rented server: /tmp is on the disk, and network settings can be written. */
const LIKE_A_MACHINE = { SYSTEMD_NSPAWN_TMPFS_TMP: "0", SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" };

export interface HostPlan {
  readonly name: string;
  readonly role: Role;
  readonly address: Address;
  readonly lower: readonly string[];
  /** Room for everything the host writes, as for tmpfs (`64m`); unlimited when left out. */
  readonly diskSize?: string;
}

/** A real Debian host: systemd as its first process, its own network, an overlay as its disk. */
export class Host {
  readonly name: string;
  readonly role: Role;
  readonly ipv4: string;
  readonly ipv6: string;
  /** The host's file system, as this machine sees it while the host is mounted. */
  readonly root: string;
  /** What systemd said when the boot was over: `running`, or `degraded` when a unit failed. */
  state = "off";
  bootMs = 0;
  readonly #plan: HostPlan;
  readonly #network: Network;
  readonly #run: RunDirectory;
  readonly #directory: string;
  #child: ChildProcess | undefined;
  #init: number | undefined;

  constructor(plan: HostPlan, network: Network, runDirectory: RunDirectory) {
    this.#plan = plan;
    this.#network = network;
    this.#run = runDirectory;
    this.name = plan.name;
    this.role = plan.role;
    this.ipv4 = plan.address.ipv4;
    this.ipv6 = plan.address.ipv6;
    this.#directory = join(runDirectory.path, "hosts", plan.name);
    this.root = join(this.#directory, "root");
  }

  async mount(): Promise<void> {
    mkdirSync(this.root, { recursive: true });
    const disk = join(this.#directory, "disk");
    mkdirSync(disk, { recursive: true });
    if (this.#plan.diskSize !== undefined) {
      const size = `size=${this.#plan.diskSize},mode=755`;
      await must(`making the disk of ${this.name}`, ["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk]);
    }
    for (const name of ["upper", "work"]) mkdirSync(join(disk, name), { recursive: true, mode: 0o755 });
    const places = `lowerdir=${this.#plan.lower.join(":")},upperdir=${join(disk, "upper")},workdir=${join(disk, "work")}`;
    const argv = ["mount", "-t", "overlay", "overlay", "-o", `${OVERLAY_OPTIONS},${places}`, this.root];
    await must(`mounting the disk of ${this.name}`, argv);
  }

  async boot(): Promise<void> {
    const started = performance.now();
    const group = `${this.#run.prefix}${this.name}`;
    await this.#network.plug(this.name, this.#plan.address);
    const groups = controlGroupRoots().map((hierarchy) => join(hierarchy, group));
    for (const path of groups) mkdirSync(path, { recursive: true });
    // of a run whose owner was killed, and whose process id has come round again
    forgetMachine(group);
    const log = openSync(join(this.#directory, "console.log"), "a");
    // Each host gets control groups of its own: in shared ones, the systemd of one would count the other's processes.
    const enter =
      'for group in "$@"; do [ "$group" = -- ] && break; echo $$ > "$group/cgroup.procs"; shift; done; shift; exec "$@"';
    const nspawn = [
      "systemd-nspawn",
      ...["--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe", "--resolv-conf=off", "--timezone=off"],
      ...["--link-journal=no", "--settings=no", "--capability=CAP_NET_ADMIN"],
      `--directory=${this.root}`,
      `--machine=${group}`,
      `--hostname=${this.name}`,
      `--network-namespace-path=/run/netns/${this.#network.namespaceOf(this.name)}`,
    ];
    const argv = ["-c", enter, "lab-host", ...groups, "--", "setpriv", "--pdeathsig", "KILL", ...nspawn];
    const env = { ...process.env, ...LIKE_A_MACHINE };
    const child = spawn("sh", argv, { stdio: ["ignore", log, log], env });
    closeSync(log);
    this.#child = child;
    this.#init = undefined;
    if (child.pid === undefined) throw new Error(`${this.name} did not start\nhint: is systemd-nspawn installed?`);
    const processes = join(this.#run.path, "processes");
    mkdirSync(processes, { recursive: true });
    writeFileSync(join(processes, this.name), `${child.pid} ${startOf(child.pid)}`);
    await this.#ready(child, Date.now() + BOOT_LIMIT_MS);
    this.bootMs = performance.now() - started;
  }

  /** Runs a program on the host, as root, from within all its namespaces. */
  exec(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const init = this.#findInit();
    if (init === undefined) return Promise.resolve({ code: 255, stdout: "", stderr: `${this.name} is not running` });
    const { env, ...rest } = options;
    const clean = {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      LC_ALL: "C.UTF-8",
    };
    const settings = Object.entries({ ...clean, ...env }).map(([name, value]) => `${name}=${value}`);
    const enter = ["nsenter", "--target", `${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
    return run([...enter, "--root", "env", "-i", "--chdir=/", ...settings, ...argv], rest);
  }

  /** Runs a program of this machine from the host's place on the network. */
  probe(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return run(this.#network.on(this.name, argv), options);
  }

  /** Shuts down in order: services are stopped, buffers written. The disk stays. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Pulls the plug. The disk stays as it was at that moment. */
  async cut(): Promise<void> {
    // No good-bye: to the others it is as if nobody had ever been there.
    if (this.#child !== undefined) await this.#network.silence(this.name);
    await this.#end("SIGKILL");
  }

  /** Stop and boot with the same disk; the network is new, so only what was made permanent comes back. */
  async reboot(): Promise<void> {
    await this.stop();
    await this.boot();
  }

  async #end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const init = this.#findInit();
    const born = init === undefined ? undefined : startOf(init);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      kill(child.pid, signal);
      const limit = new AbortController();
      await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      if (child.exitCode === null && child.signalCode === null) {
        kill(child.pid, "SIGKILL");
        await ended;
      }
    }
    // The host's first process outlives a systemd-nspawn that was killed, and with it everything on the host.
    if (init !== undefined && born !== undefined) await killed(init, born, STOP_LIMIT_MS);
    this.#child = undefined;
    this.#init = undefined;
    this.state = "off";
    rmSync(join(this.#run.path, "processes", this.name), { force: true });
    for (const hierarchy of controlGroupRoots()) removeControlGroup(join(hierarchy, `${this.#run.prefix}${this.name}`));
    forgetMachine(`${this.#run.prefix}${this.name}`);
    await this.#network.unplug(this.name);
  }

  #findInit(): number | undefined {
    if (this.#init !== undefined && startOf(this.#init) !== undefined) return this.#init;
    this.#init = this.#child?.pid === undefined ? undefined : initBelow(this.#child.pid);
    return this.#init;
  }

  async #ready(child: ChildProcess, until: number): Promise<void> {
    let what = "its boot did not end";
    while (Date.now() < until) {
      if (child.exitCode !== null || child.signalCode !== null) {
        what = "systemd-nspawn ended";
        break;
      }
      const { stdout } = await this.exec(["systemctl", "is-system-running"], { timeoutMs: 5_000 });
      this.state = stdout.trim();
      if (["running", "degraded", "maintenance"].includes(this.state)) {
        if (await this.#sshListens()) return;
        what = `ssh does not listen (the host is ${this.state})`;
        break;
      }
      await sleep(100);
    }
    const tail = readFileSync(join(this.#directory, "console.log"), "utf8").split("\n").slice(-15).join("\n");
    throw new Error(`${this.name} did not come up: ${what}\nhint: its console ends with\n${tail}`);
  }

  /** sshd tells systemd when it is ready. Looked up, not connected to: a connection would stand in the host's log. */
  async #sshListens(): Promise<boolean> {
    const { stdout } = await this.probe(["ss", "-Hltn", "sport = :22"], { timeoutMs: 5_000 });
    return stdout.trim() !== "";
  }
}
