import type { LayerName } from "./base-image.ts";
import type { KeyName } from "./keys.ts";
import type { Address } from "./network.ts";

export type Role = "app" | "db" | "bare";

/** Where a fixture finds itself: its host, the others, and what this run made up. */
export interface Scene {
  readonly host: Station;
  readonly hosts: readonly Station[];
  /** Public lines, as they stand in authorized_keys. */
  readonly keys: Readonly<Record<KeyName, string>>;
  readonly passwords: Passwords;
}

export interface Station extends Address {
  readonly name: string;
  readonly role: Role;
}

/** Of this run only. `app` is the database account of the application, `canary` the throw-away account. */
export interface Passwords {
  readonly ada: string;
  readonly grace: string;
  readonly root: string;
  readonly app: string;
  readonly canary: string;
}

export interface Account {
  readonly name: string;
  /** Left out: the account is locked. Empty: anybody gets in. */
  readonly password?: string;
  readonly groups?: readonly string[];
  readonly keys?: readonly string[];
  readonly shell?: string;
}

export interface SeedFile {
  readonly path: string;
  readonly content: string;
  /** Octal, as for chmod. */
  readonly mode?: string;
  /** `user:group`. */
  readonly owner?: string;
}

export interface Seed {
  readonly accounts?: readonly Account[];
  readonly files?: readonly SeedFile[];
  /** Shell, run in the host's file system before it boots. */
  readonly commands?: readonly string[];
  /** Shell, run as root on the host once after its first boot: what needs a running database. */
  readonly afterBoot?: readonly string[];
}

/** A state of a host, good or bad. Merged in order: a later file replaces an earlier one. */
export interface Fixture {
  readonly id: string;
  readonly about: string;
  readonly layers?: readonly LayerName[];
  seed(scene: Scene): Seed;
}

/** The application's host, from which the database may be reached; alone, the host itself. */
export function appHostOf(scene: Scene): Station {
  return scene.hosts.find((host) => host.role === "app") ?? scene.host;
}

export function databaseHostsOf(scene: Scene): Station[] {
  return scene.hosts.filter((host) => host.role === "db");
}

/** Several fixtures under one name, in order. */
export function combine(id: string, about: string, parts: readonly Fixture[]): Fixture {
  return {
    id,
    about,
    layers: parts.flatMap((part) => part.layers ?? []),
    seed(scene) {
      const seeds = parts.map((part) => part.seed(scene));
      return {
        accounts: seeds.flatMap((seed) => seed.accounts ?? []),
        files: seeds.flatMap((seed) => seed.files ?? []),
        commands: seeds.flatMap((seed) => seed.commands ?? []),
        afterBoot: seeds.flatMap((seed) => seed.afterBoot ?? []),
      };
    },
  };
}

/** A fixture that only concerns hosts of one role, and does nothing elsewhere. */
export function onRole(role: Role, fixture: Fixture): Fixture {
  return { ...fixture, seed: (scene) => (scene.host.role === role ? fixture.seed(scene) : {}) };
}
