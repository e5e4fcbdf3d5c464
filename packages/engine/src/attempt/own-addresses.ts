import type { Vantage } from "@secondlock/model";
import type { Target } from "../targets/target.ts";
import type { Address, AllowedAddress } from "./address.ts";
import type { AttemptHost } from "./attempt-host.ts";
import { proveOwnership } from "./ownership.ts";
import { probeFromThere } from "./prober.ts";
import { holdsAt, isOwnKey, onlyGreeting, type Ownership, proven, provenEverywhere } from "./proof.ts";
import type { HostKey } from "../collect/system.ts";

export interface OwnAddresses {
  /** Addresses of a host that are proven ours from a vantage. */
  readonly at: (host: string, vantage: Vantage) => readonly AllowedAddress[];
  /** What the SSH server at an address calls itself. */
  readonly softwareAt: (host: string, address: string) => string;
}

/** Finds out, before anything is tried, which addresses lead to hosts of ours from each vantage. */
export async function ownAddresses(
  hosts: readonly AttemptHost[],
  targets: ReadonlyMap<Vantage, Target>,
  how: { readonly signal?: AbortSignal | undefined },
): Promise<OwnAddresses> {
  const fromHere = new Map(
    await Promise.all(
      hosts.map(async (host) => [host.wanted.id, await provenFromHere(host, hosts, how.signal)] as const),
    ),
  );
  const fromThere = new Map(
    await Promise.all(
      [...targets].map(
        async ([vantage, target]) =>
          [vantage, await provenFromThere(vantage, target, hosts, fromHere, how.signal)] as const,
      ),
    ),
  );
  const everywhere = provenEverywhere([...fromThere.values()]);
  return {
    at(host, vantage) {
      const here: readonly AllowedAddress[] =
        vantage === "operator"
          ? (fromHere.get(host) ?? [])
              .filter(proven)
              .map((one) => ({ ...one.address, onlyGreeting: onlyGreeting(one) }))
          : (fromThere.get(vantage)?.get(host) ?? []);
      // no host is a stranger to itself
      const more = vantage === `host:${host}` ? [] : (everywhere.get(host) ?? []);
      return [...here, ...more.filter(({ address }) => here.every((one) => one.address !== address))];
    },
    softwareAt: (host, address) =>
      (fromHere.get(host) ?? []).find((one) => one.address.address === address)?.software ?? "",
  };
}

async function provenFromHere(
  host: AttemptHost,
  hosts: readonly AttemptHost[],
  signal: AbortSignal | undefined,
): Promise<readonly Ownership[]> {
  const { system } = host.snapshot;
  if (!system.known) return [];
  return await Promise.all(
    host.addresses.map((address) =>
      proveOwnership({
        wanted: host.wanted,
        user: host.user,
        system: system.value,
        address,
        place: { ...host.place, algorithms: host.quickest, address: address.address },
        stands: address.address === host.directLogin,
        otherKeys: keysOfOthers(host, hosts),
        signal,
      }),
    ),
  );
}

/**
 * From another host: an address that is global and was proven from here; the address through which the administrator's
 * own login jumped from that host; and one where the key exchange is signed by the host's own key.
 */
async function provenFromThere(
  vantage: Vantage,
  target: Target,
  hosts: readonly AttemptHost[],
  fromHere: ReadonlyMap<string, readonly Ownership[]>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Address[]>> {
  const others = hosts.filter(({ wanted }) => `host:${wanted.id}` !== vantage).slice(0, 32);
  const questions = others.flatMap((host) => host.addresses.map((address) => ({ host, address })));
  const sure = questions.filter(({ host, address }) =>
    isSure(vantage, host, address, fromHere.get(host.wanted.id) ?? []),
  );
  const open = questions.filter((question) => !sure.includes(question));
  const seen = await probeFromThere(
    target,
    open.map(({ host, address }) => ({
      probe: { kind: "ssh-greeting", account: host.user, family: address.family },
      place: { ...host.place, identities: [], address: address.address, hostKeyType: keyType(host) },
    })),
    signal,
  );
  const shown = open.filter(({ host }, index) => {
    const observation = seen[index];
    return (
      observation?.kind === "ssh-greeting" &&
      host.snapshot.system.known &&
      isOwnKey(observation.hostKey, host.snapshot.system.value.hostKeys, keysOfOthers(host, hosts))
    );
  });
  return new Map(
    others.map(
      ({ wanted }) =>
        [
          wanted.id,
          [...sure, ...shown].filter(({ host }) => host.wanted.id === wanted.id).map(({ address }) => address),
        ] as const,
    ),
  );
}

function isSure(vantage: Vantage, host: AttemptHost, address: Address, ownerships: readonly Ownership[]): boolean {
  const jumped =
    host.wanted.via !== undefined && vantage === `host:${host.wanted.via}` && address.address === host.loginAddress;
  return (
    jumped || ownerships.some((one) => one.address.address === address.address && one.owned && holdsAt(vantage, one))
  );
}

/** The server has keys of several types, and shows one: the type that was verified is asked for. */
function keyType({ snapshot }: AttemptHost): string {
  return snapshot.system.known ? (snapshot.system.value.hostKeys[0]?.line.split(" ")[0] ?? "") : "";
}

function keysOfOthers(host: AttemptHost, hosts: readonly AttemptHost[]): readonly HostKey[] {
  return hosts.flatMap((other) =>
    other !== host && other.snapshot.system.known ? other.snapshot.system.value.hostKeys : [],
  );
}
