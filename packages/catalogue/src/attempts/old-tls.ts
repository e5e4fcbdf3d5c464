import {
  type Attempt,
  defineAttempt,
  type Family,
  type HostWanted,
  type Probe,
  type TlsVersion,
} from "@secondlock/model";

const families: readonly Family[] = [4, 6];
const old: readonly TlsVersion[] = ["TLSv1", "TLSv1.1"];

/** The names under which users reach the host; its first address when the service file names no site. */
export function namesOfSites({ sites, addresses }: HostWanted): readonly string[] {
  return sites.length > 0 ? sites.slice(0, 3) : addresses.slice(0, 1);
}

/** Offers only TLS 1.0, then only 1.1. The rightful way in is TLS 1.2 or 1.3. */
export function oldTls(): Attempt {
  return defineAttempt({
    id: "old-tls",
    title: "shake hands with TLS 1.0 and 1.1",
    from: ["operator"],
    unless: "the service file names no site and no address for it",
    probes: (wanted) => hello(wanted, old, families),
    judge(seen) {
      const taken = seen.flatMap(({ observation, address }) =>
        observation.kind === "tls-hello" && observation.accepted ? [`${observation.protocol} at ${address}`] : [],
      );
      return taken.length > 0
        ? { outside: "succeeded", because: `the server takes ${[...new Set(taken)].join(", ")}` }
        : { outside: "refused", because: "the server refuses TLS 1.0 and 1.1" };
    },
    positive: {
      title: "shake hands with TLS 1.2 or 1.3",
      probes: (wanted) => hello(wanted, ["TLSv1.2", "TLSv1.3"], families),
      works: (seen) => seen.some(({ observation }) => observation.kind === "tls-hello" && observation.accepted),
    },
  });
}

function hello(wanted: HostWanted, versions: readonly TlsVersion[], of: readonly Family[]): readonly Probe[] {
  return namesOfSites(wanted).flatMap((host) =>
    of.flatMap((family) =>
      versions.map((version) => ({ kind: "tls-hello" as const, port: 443, host, version, family })),
    ),
  );
}
