import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandResult, KeyName, Lab, Host } from "@secondlock/lab";

const LIMITS = ["-o", "ConnectTimeout=3", "-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=yes"];

/** One login with exactly one key. */
export function withKey(lab: Lab, login: string, key: KeyName): Promise<CommandResult> {
  const { exec, keys, knownHosts } = lab.operator;
  const only = [
    "-F",
    "/dev/null",
    "-o",
    `UserKnownHostsFile=${knownHosts}`,
    "-o",
    "IdentitiesOnly=yes",
    "-o",
    "IdentityAgent=none",
  ];
  return exec(["ssh", ...only, ...LIMITS, "-o", "BatchMode=yes", "-i", keys[key].privateFile, login, "id -un"]);
}

/** One login with a password, by the method that is named. */
export function withPassword(
  lab: Lab,
  login: string,
  password: string,
  method: string,
  more: readonly string[] = [],
): Promise<CommandResult> {
  const ask = join(lab.directory, "ask.sh");
  writeFileSync(ask, '#!/bin/sh\nprintf "%s\\n" "$LAB_PASSWORD"\n', { mode: 0o700 });
  const env = { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: "force", LAB_PASSWORD: password };
  const { exec, knownHosts } = lab.operator;
  const only = [
    "-F",
    "/dev/null",
    "-o",
    `UserKnownHostsFile=${knownHosts}`,
    "-o",
    "NumberOfPasswordPrompts=1",
    "-o",
    "IdentitiesOnly=yes",
  ];
  return exec(["ssh", ...only, ...LIMITS, "-o", `PreferredAuthentications=${method}`, ...more, login, "id -un"], {
    env,
    timeoutMs: 15_000,
  });
}

/** Which of the ports answer, asked from another host of the lab. */
export async function openPorts(from: Host, address: string, ports: readonly number[]): Promise<number[]> {
  const family = address.includes(":") ? ["-6"] : [];
  const argv = [
    "nmap",
    ...family,
    "-Pn",
    "-n",
    "-T5",
    "--max-retries",
    "1",
    "-oG",
    "-",
    "-p",
    ports.join(","),
    address,
  ];
  const { stdout } = await from.probe(argv);
  return ports.filter((port) => stdout.includes(` ${port}/open/`));
}

export async function answer(host: Host, script: string): Promise<string> {
  const { stdout, stderr } = await host.exec(["sh", "-c", script]);
  return (stdout + stderr).trim();
}
