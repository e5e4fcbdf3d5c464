import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { runProcess } from "./process.ts";
import { option, sshOptions, type SshRoute } from "./ssh-options.ts";
import { knowsFirst } from "./ssh-version.ts";

/** What the user's own ssh configuration makes of a login. */
export interface SshSettings {
  readonly address: string;
  readonly port: number;
  /** The login goes through another host or program. */
  readonly proxied: boolean;
  readonly user: string;
  /** False where the configuration takes a host key that nobody has verified. */
  readonly verified: boolean;
  /** Private key files that are there. */
  readonly identities: readonly string[];
  /** Options of ssh for what the login offers: the algorithms by which the two sides come to terms, or do not. */
  readonly algorithms: readonly string[];
  /** Options of ssh for a connection that carries nothing of lasting value: the cheapest key exchange first, then all others. */
  readonly quickest: readonly string[];
}

/** `PubkeyAcceptedKeyTypes` is what OpenSSH before 8.5 calls the last one. */
const algorithmSettings = [
  "ciphers",
  "macs",
  "kexalgorithms",
  "hostkeyalgorithms",
  "pubkeyacceptedalgorithms",
  "pubkeyacceptedkeytypes",
];

const x25519 = "curve25519-sha256";

/** Asks `ssh -G`; no connection is made. */
export async function sshSettings(route: SshRoute): Promise<SshSettings> {
  const asked = await runProcess(["ssh", ...sshOptions(route), "-G", "--", route.login.address], "", {
    seconds: 5,
    bytes: 64 * 1024,
  });
  const lines = asked.stdout.toString("utf8").split("\n");
  const all = (name: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1).trim()] : []));
  return {
    address: all("hostname")[0] ?? route.login.address,
    port: Number(all("port")[0] ?? route.login.port),
    proxied: [...all("proxyjump"), ...all("proxycommand")].some((value) => value !== "none"),
    user: all("user")[0] ?? route.login.user,
    verified: ["true", "yes", "ask"].includes(all("stricthostkeychecking")[0] ?? ""),
    identities: all("identityfile")
      .map(untilde)
      .filter((file) => existsSync(file)),
    algorithms: algorithmSettings.flatMap((name) => all(name).flatMap((value) => option(name, value))),
    quickest: knowsFirst() ? quickestOf(all("kexalgorithms")[0] ?? "") : [],
  };
}

/**
 * The exchange that holds against a quantum computer costs some 0.1 s of work each time, and an attempt has nothing to keep
 * from one. A policy of the machine that rules X25519 out is kept to: ssh would refuse its name.
 *
 * @param exchanges what `ssh -G` lists. Pure.
 */
export function quickestOf(exchanges: string): readonly string[] {
  return exchanges.split(",").includes(x25519) ? option("KexAlgorithms", `^${x25519}`) : [];
}

function untilde(file: string): string {
  return file.startsWith("~/") ? join(homedir(), file.slice(2)) : file;
}

/** Public halves of the keys that the agent holds, as files, so that ssh can be told to offer just one. */
export async function agentIdentities(directory: string): Promise<readonly string[]> {
  if (process.env["SSH_AUTH_SOCK"] === undefined) return [];
  const listed = await runProcess(["ssh-add", "-L"], "", { seconds: 5, bytes: 64 * 1024 });
  if (listed.status !== 0) return [];
  const keys = listed.stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => /^(ssh|ecdsa|sk-)/.test(line))
    .slice(0, 4);
  const files = keys.map((_, index) => join(directory, `agent-${index}.pub`));
  await Promise.all(files.map((file, index) => writeFile(file, `${keys[index] ?? ""}\n`, { mode: 0o600 })));
  return files;
}
