import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cache.ts";
import { must } from "./command.ts";
import type { Station } from "./fixture.ts";

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

/** Made before the boot, so that `known_hosts` is right from the first connection on. Returns the public lines. */
export async function makeHostKeys(directory: string, { name, ipv4 }: Station): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  return await Promise.all([
    makeHostKey(directory, "ed25519", [], `root@${name}`),
    makeHostKey(directory, "ecdsa", ["-b", "256"], `root@${name}`),
    keptRsaKey(directory, ipv4),
  ]);
}

async function makeHostKey(directory: string, type: string, size: readonly string[], comment: string): Promise<string> {
  const file = join(directory, `ssh_host_${type}_key`);
  const argv = ["ssh-keygen", "-q", "-t", type, ...size, "-N", "", "-C", comment, "-f", file];
  await must(`making a host key of ${comment}`, argv);
  return publicLine(file);
}

/** An RSA key takes a second to make. So each address has one on this machine, made when a lab first has a host there. */
async function keptRsaKey(directory: string, address: string): Promise<string> {
  const kept = join(cacheDirectory(), "host-keys", address);
  const name = "ssh_host_rsa_key";
  if (!existsSync(kept)) {
    mkdirSync(dirname(kept), { recursive: true });
    const fresh = mkdtempSync(`${kept}.`);
    await makeHostKey(fresh, "rsa", ["-b", "3072"], `root@${address}`);
    // whoever made one at the same time is first, and theirs is taken
    try {
      renameSync(fresh, kept);
    } catch {
      rmSync(fresh, { recursive: true });
    }
  }
  for (const file of [name, `${name}.pub`]) copyFileSync(join(kept, file), join(directory, file));
  return publicLine(join(directory, name));
}

function publicLine(file: string): string {
  return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}
