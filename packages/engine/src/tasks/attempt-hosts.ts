import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SshLogin } from "@secondlock/model";
import { addressesOf, addressFrom } from "../attempt/address.ts";
import type { AttemptHost } from "../attempt/attempt-host.ts";
import { hostKeyAlias } from "../attempt/probe-runner.ts";
import { scannedPorts } from "../attempt/usual-ports.ts";
import { quoteAll } from "../collect/quote.ts";
import { percent, sshOptions, type SshRoute } from "../targets/ssh-options.ts";
import { agentIdentities, sshSettings } from "../targets/ssh-settings.ts";
import type { AuditOptions } from "./audit-input.ts";
import type { HostRead } from "./read-host.ts";

/** Makes ready the hosts on which attempts may be made: those whose inside was read over SSH in this run. */
export async function attemptHosts(
  reads: readonly HostRead[],
  directory: string,
  { full, asAuditor = false }: Pick<AuditOptions, "full" | "asAuditor">,
): Promise<readonly AttemptHost[]> {
  const fromAgent = await agentIdentities(directory);
  const hosts = await Promise.all(
    reads.map(
      async (read, index) =>
        await attemptHost(read, join(directory, `known-hosts-${index}`), fromAgent, full, asAuditor),
    ),
  );
  return hosts.filter((host) => host !== undefined);
}

/** `ProxyCommand` through the last host of the way. Only `%h` and `%p` are tokens in it, whatever stands in a path. Pure. */
export function jumpCommand(route: SshRoute, previous: SshLogin): string {
  const login = quoteAll(["ssh", ...sshOptions({ ...route, login: previous, via: route.via.slice(0, -1) })]);
  return `${percent(login)} -W '[%h]:%p' -- ${percent(quoteAll([previous.address]))}`;
}

async function attemptHost(
  { wanted, snapshot, target, route }: HostRead,
  knownHosts: string,
  fromAgent: readonly string[],
  full: boolean,
  asAuditor: boolean,
): Promise<AttemptHost | undefined> {
  const { system } = snapshot;
  if (route === undefined || !system.known) return undefined;
  await writeFile(knownHosts, system.value.hostKeys.map(({ line }) => `${hostKeyAlias} ${line}\n`).join(""), {
    mode: 0o600,
  });
  const settings = await sshSettings(route);
  const { algorithms, quickest, identities, port, user } = settings;
  const previous = route.via.at(-1);
  return {
    wanted,
    snapshot,
    target,
    user,
    asAuditor,
    algorithms,
    quickest,
    loginAddress: settings.address,
    addresses: await addressesOf(wanted, settings.address),
    ...(settings.proxied ? {} : { directLogin: addressFrom(settings.address)?.address ?? "" }),
    place: {
      port,
      identities: identities.length > 0 ? identities : fromAgent,
      knownHosts,
      usual: scannedPorts(
        [port, ...wanted.ports.filter(({ protocol }) => protocol === "tcp").map((declared) => declared.port)],
        full,
      ),
    },
    ...(previous === undefined
      ? {}
      : {
          jump: jumpCommand(route, previous),
        }),
  };
}
