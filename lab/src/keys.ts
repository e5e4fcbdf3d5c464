import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";

/** Whose key: `-token` keys stand in for a hardware token, `root-stray` was never declared by anybody. */
export const KEY_NAMES = ["ada", "ada-token", "grace", "grace-token", "root-stray"] as const;
export type KeyName = (typeof KEY_NAMES)[number];

export interface KeyPair {
  readonly privateFile: string;
  readonly publicLine: string;
}

export async function makeKeys(directory: string): Promise<Record<KeyName, KeyPair>> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pairs = await Promise.all(
    KEY_NAMES.map(async (name) => {
      const privateFile = join(directory, name);
      await must(`making the key ${name}`, [
        "ssh-keygen",
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        name,
        "-f",
        privateFile,
      ]);
      return [name, { privateFile, publicLine: readFileSync(`${privateFile}.pub`, "utf8").trim() }] as const;
    }),
  );
  return Object.fromEntries(pairs) as Record<KeyName, KeyPair>;
}

const HOST_KEY_TYPES = [
  ["ed25519", []],
  ["ecdsa", ["-b", "256"]],
  ["rsa", ["-b", "3072"]],
] as const;

/** Made before the boot, so that `known_hosts` is right from the first connection on. Returns the public lines. */
export async function makeHostKeys(directory: string, host: string): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  return Promise.all(
    HOST_KEY_TYPES.map(async ([type, size]) => {
      const file = join(directory, `ssh_host_${type}_key`);
      const argv = ["ssh-keygen", "-q", "-t", type, ...size, "-N", "", "-C", `root@${host}`, "-f", file];
      await must(`making a host key of ${host}`, argv);
      return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
    }),
  );
}
