import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, type CommandOptions, type CommandResult } from "./command.ts";
import type { Passwords, Station } from "./fixture.ts";
import type { KeyName, KeyPair } from "./keys.ts";
import { addressOf, type Address, type Network } from "./network.ts";

/** The administrator's desk: a place on the bridge where programs of this machine run, with keys and an ssh_config. */
export interface Operator extends Address {
  /** Path of an ssh_config with a stanza for each host; real host keys, no agent. */
  readonly sshConfig: string;
  /** Path of a known_hosts file with names and addresses of all hosts. */
  readonly knownHosts: string;
  readonly keys: Readonly<Record<KeyName, KeyPair>>;
  readonly passwords: Passwords;
  /** The name of its network namespace, for `ip netns exec`. */
  readonly namespace: string;
  readonly exec: (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  spawn(argv: readonly string[], options?: SpawnOptions): ChildProcess;
  /** `ssh HOST COMMAND` with `sshConfig`, never asking anything. */
  ssh(
    host: string,
    command: string,
    options?: CommandOptions & { readonly arguments?: readonly string[] },
  ): Promise<CommandResult>;
}

export interface Desk {
  readonly directory: string;
  readonly network: Network;
  readonly stations: readonly Station[];
  readonly hostKeys: Readonly<Record<string, readonly string[]>>;
  readonly keys: Readonly<Record<KeyName, KeyPair>>;
  readonly passwords: Passwords;
  readonly ssh: "as installed" | undefined;
}

const STATION = "operator";
const OPERATOR_ADDRESS = addressOf(2);

export async function openOperator(desk: Desk): Promise<Operator> {
  const { directory, network, stations, keys, passwords } = desk;
  await network.plug(STATION, OPERATOR_ADDRESS);
  network.nameStations(STATION, hostsFile(stations));
  const knownHosts = join(directory, "known_hosts");
  writeFileSync(
    knownHosts,
    stations.flatMap((station) => knownLines(station, desk.hostKeys[station.name] ?? [])).join(""),
  );
  const sshConfig = join(directory, "ssh_config");
  writeFileSync(
    sshConfig,
    `${stations.map((station) => stanza(station, keys, knownHosts)).join("\n")}${desk.ssh === "as installed" ? "" : quick}`,
  );
  const exec: Operator["exec"] = (argv, options) => run(network.on(STATION, argv), options);
  return {
    ...OPERATOR_ADDRESS,
    ...{ sshConfig, knownHosts, keys, passwords, exec },
    namespace: network.namespaceOf(STATION),
    spawn(argv, options = {}) {
      const [program = "", ...rest] = network.on(STATION, argv);
      return spawn(program, rest, options);
    },
    ssh(host, command, options = {}) {
      const quiet = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-o", "LogLevel=ERROR"];
      return exec(["ssh", "-F", sshConfig, ...quiet, ...(options.arguments ?? []), host, command], options);
    },
  };
}

/** /etc/hosts, the same on every host and at the operator's desk. */
export function hostsFile(stations: readonly Station[]): string {
  const lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"];
  for (const { name, ipv4, ipv6 } of stations)
    lines.push(`${ipv4} ${name} ${name}.example`, `${ipv6} ${name} ${name}.example`);
  return `${lines.join("\n")}\n`;
}

function knownLines({ name, ipv4, ipv6 }: Station, publicKeys: readonly string[]): string[] {
  return publicKeys.map((key) => `${name},${name}.example,${ipv4},${ipv6} ${key}\n`);
}

const quick = `
Host *
  KexAlgorithms ^curve25519-sha256
`;

function stanza({ name, ipv4, ipv6 }: Station, keys: Desk["keys"], knownHosts: string): string {
  return `Host ${name} ${name}.example
  HostName ${ipv4}
Host ${name} ${name}.example ${ipv4} ${ipv6}
  HostKeyAlias ${name}
  User ada
  IdentityFile ${keys.ada.privateFile}
  IdentityFile ${keys["ada-token"].privateFile}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${knownHosts}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
`;
}
