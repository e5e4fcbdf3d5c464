import { type Attempt, defineAttempt, type Family, type Observation, type SshOffer } from "@secondlock/model";

const families: readonly Family[] = [4, 6];

/**
 * Connects with weak algorithms only; no login is tried. Refused when the server finds none of them good enough.
 * What the server lists is looked at as well, for a client that does not know every algorithm.
 */
export function sshWeakOffer(what: "kex" | "cipher" | "mac", weak: readonly string[]): Attempt {
  const offer = offerOf(what, weak.join(","));
  return defineAttempt({
    id: `ssh-weak-${what}`,
    title: `connect to sshd with ${names[what]} that are weak`,
    from: ["operator", "stranger"],
    unless: "the service file names no SSH login for this host",
    probes: ({ ssh }) =>
      ssh === undefined ? [] : families.map((family) => ({ kind: "ssh-greeting", account: ssh.user, family, offer })),
    judge(seen) {
      const listed = [...new Set(seen.flatMap(({ observation }) => listOf(observation, what)))];
      const taken = listed.filter((name) => weak.includes(name));
      const agreed = seen.find(({ observation }) => observation.kind === "ssh-greeting" && observation.negotiated);
      if (taken.length > 0) return { outside: "succeeded", because: `sshd takes ${taken.join(", ")}` };
      if (agreed) return { outside: "succeeded", because: `sshd agrees to a weak offer at ${agreed.address}` };
      if (listed.length === 0) return { outside: "inconclusive", because: "sshd did not list what it takes" };
      return { outside: "refused", because: `sshd takes none of ${weak.length} weak ${names[what]}` };
    },
    positive: {
      title: "a client with today's algorithms is served",
      probes: ({ ssh }) =>
        ssh === undefined ? [] : families.map((family) => ({ kind: "ssh-greeting", account: ssh.user, family })),
      works: (seen) => seen.some(({ observation }) => observation.kind === "ssh-greeting" && observation.negotiated),
    },
  });
}

const names = { kex: "key exchanges", cipher: "ciphers", mac: "MACs" } as const;

function offerOf(what: "kex" | "cipher" | "mac", list: string): SshOffer {
  if (what === "kex") return { kex: list };
  return what === "cipher" ? { cipher: list } : { mac: list };
}

function listOf(observation: Observation, what: "kex" | "cipher" | "mac"): readonly string[] {
  if (observation.kind !== "ssh-greeting") return [];
  if (what === "kex") return observation.kex;
  return what === "cipher" ? observation.ciphers : observation.macs;
}
