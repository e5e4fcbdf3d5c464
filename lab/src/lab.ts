import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { imageFor, type LayerName } from "./base-image.ts";
import type { Fixture, Role, Scene, Station } from "./fixture.ts";
import { Host } from "./host.ts";
import { KEY_NAMES, makeHostKeys, makeKeys, type KeyName, type KeyPair } from "./keys.ts";
import { Network, addressOf } from "./network.ts";
import { hostsFile, openOperator, type Operator } from "./operator.ts";
import { missingForLab } from "./requirements.ts";
import { demolish, makeRunDirectory, sweep, type RunDirectory } from "./run-directory.ts";
import { makePasswords, seed } from "./seed.ts";
import { makeRoomForWatchers } from "./watchers.ts";

export interface HostWish {
  readonly role: Role;
  readonly fixtures?: readonly Fixture[];
  /** On top of those of the role and the fixtures. */
  readonly layers?: readonly LayerName[];
  /** Room for everything the host writes, as for tmpfs (`64m`): for tests with a full disk. */
  readonly diskSize?: string;
}

export interface LabWish<Name extends string = string> {
  readonly hosts: Readonly<Record<Name, HostWish>>;
  /**
   * `as installed`: the operator's ssh prefers what Debian's does. Otherwise X25519 comes first, for tests log in thousands of
   * times, and the post-quantum exchange of OpenSSH 9.2 costs them 0.1 s of work each.
   */
  readonly ssh?: "as installed";
  /** Hears about slow things, such as an image that has to be built. */
  readonly say?: (line: string) => void;
}

export interface Lab<Name extends string = string> {
  readonly hosts: Readonly<Record<Name, Host>>;
  readonly operator: Operator;
  /** A directory of this run, for files of the test's own. Gone after `stop`. */
  readonly directory: string;
  readonly prefix: string;
  /** Takes down everything. May be called twice. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const FIRST_HOST = 11;

/** Boots the hosts, side by side, on a network of their own. Whatever fails, nothing is left behind. */
export async function startLab<Name extends string>(wish: LabWish<Name>): Promise<Lab<Name>> {
  const missing = missingForLab();
  if (missing.length > 0) throw new Error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  await sweep();
  makeRoomForWatchers();
  const plans = Object.entries<HostWish>(wish.hosts).map(([name, host], index) => plan(name, host, index));
  const images = await Promise.all(plans.map(({ layers }) => imageFor(layers, wish.say)));
  const runDirectory = makeRunDirectory();
  own(runDirectory);
  try {
    return await open<Name>(runDirectory, plans, images, wish.ssh);
  } catch (error) {
    disown(runDirectory);
    throw error;
  }
}

interface Plan {
  readonly station: Station;
  readonly wish: HostWish;
  readonly layers: readonly LayerName[];
}

function plan(name: string, wish: HostWish, index: number): Plan {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name))
    throw new Error(`"${name}" cannot be a host's name\nhint: small letters, digits and hyphens`);
  if (["operator", "switch"].includes(name))
    throw new Error(`"${name}" is taken by the lab itself\nhint: call the host otherwise`);
  const role = wish.role === "bare" ? [] : [wish.role];
  const layers = [...role, ...(wish.layers ?? []), ...(wish.fixtures ?? []).flatMap((fixture) => fixture.layers ?? [])];
  return { station: { name, role: wish.role, ...addressOf(FIRST_HOST + index) }, wish, layers: [...new Set(layers)] };
}

async function open<Name extends string>(
  place: RunDirectory,
  plans: readonly Plan[],
  images: readonly string[][],
  ssh: "as installed" | undefined,
): Promise<Lab<Name>> {
  const stations = plans.map(({ station }) => station);
  const network = new Network(place.prefix);
  const passwords = makePasswords();
  const [keys] = await Promise.all([makeKeys(join(place.path, "keys")), network.open()]);
  const all = plans.map(({ station, wish }, index) => {
    const address = { ipv4: station.ipv4, ipv6: station.ipv6 };
    const size = wish.diskSize === undefined ? {} : { diskSize: wish.diskSize };
    return new Host(
      { name: station.name, role: station.role, address, lower: images[index] ?? [], ...size },
      network,
      place,
    );
  });
  const started = await Promise.allSettled(
    plans.map(async ({ station, wish }, index) => {
      const host = all[index];
      if (host === undefined) throw new Error(`no host for ${station.name}`);
      const scene: Scene = { host: station, hosts: stations, keys: publicLines(keys), passwords };
      return [station.name, await bring(host, scene, wish.fixtures ?? [])] as const;
    }),
  );
  // Only now: while one host's boot is still under way, nothing may be taken down below it.
  const failed = started.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  const hostKeys = Object.fromEntries(
    started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
  );
  const operator = await openOperator({ directory: place.path, network, stations, hostKeys, keys, passwords, ssh });
  const directory = join(place.path, "files");
  mkdirSync(directory, { recursive: true });
  const stop = () => {
    disown(place);
    return Promise.resolve();
  };
  const hosts = Object.fromEntries(all.map((host) => [host.name, host])) as Record<Name, Host>;
  return { hosts, operator, directory, prefix: place.prefix, stop, [Symbol.asyncDispose]: stop };
}

async function bring(host: Host, scene: Scene, fixtures: readonly Fixture[]): Promise<string[]> {
  await host.mount();
  const hostKeys = await makeHostKeys(join(host.root, "etc/ssh"), scene.host);
  await seed(host.root, scene, fixtures, hostsFile(scene.hosts));
  await host.boot();
  for (const fixture of fixtures) {
    const script = (fixture.seed(scene).afterBoot ?? []).join("\n");
    if (script === "") continue;
    const result = await host.exec(["sh", "-eu", "-s"], { input: `${script}\n` });
    if (result.code === 0) continue;
    const said = (result.stderr || result.stdout).trim();
    throw new Error(`${host.name}: fixture ${fixture.id} failed after the boot: ${said}\nhint: see its afterBoot`);
  }
  return hostKeys;
}

function publicLines(keys: Readonly<Record<KeyName, KeyPair>>): Record<KeyName, string> {
  return Object.fromEntries(KEY_NAMES.map((name) => [name, keys[name].publicLine])) as Record<KeyName, string>;
}

const owned = new Map<string, RunDirectory>();

/** From now on, whatever ends this process takes the lab down first. A kill -9 is left to the next `sweep`. */
function own(place: RunDirectory): void {
  if (owned.size === 0) {
    process.on("exit", demolishAll);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  owned.set(place.path, place);
}

function disown(place: RunDirectory): void {
  if (!owned.delete(place.path)) return;
  demolish(place);
  if (owned.size > 0) return;
  process.off("exit", demolishAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function demolishAll(): void {
  for (const place of owned.values()) disown(place);
}

function endBySignal(signal: NodeJS.Signals): void {
  demolishAll();
  // Our handler is off now: the signal does what it would have done without a lab.
  process.kill(process.pid, signal);
}
