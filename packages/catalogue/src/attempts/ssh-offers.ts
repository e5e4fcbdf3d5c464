import { type Attempt, accountOf, defineAttempt, type Family, type Observation } from "@secondlock/model";

const families: readonly Family[] = [4, 6];

/**
 * Reads the authentication methods that the server offers an account before any credential; no login is tried.
 * Refused when none of `never` is among them.
 */
export function sshOffers({ never }: { readonly never: readonly string[] }): Attempt {
  return defineAttempt({
    id: `ssh-offers-${never.join("-")}`,
    title: `ask sshd which methods it offers; ${never.join(" and ")} must not be among them`,
    from: ["operator", "stranger", "other hosts"],
    unless: "the service file names no SSH login for this host",
    probes: (wanted, instance) =>
      wanted.ssh === undefined
        ? []
        : families.map((family) => ({ kind: "ssh-greeting", account: accountOf(instance), family })),
    judge(seen) {
      const offered = seen.flatMap(({ address, observation }) =>
        offers(observation, never).map((method) => `${method} at ${address}`),
      );
      const methods = [
        ...new Set(seen.flatMap(({ observation }) => (observation.kind === "ssh-greeting" ? observation.methods : []))),
      ];
      if (offered.length > 0) return { outside: "succeeded", because: `sshd offers ${offered.join(", ")}` };
      return seen.every(({ observation }) => askedForCredential(observation))
        ? { outside: "refused", because: `sshd offers ${methods.join(", ")}` }
        : { outside: "inconclusive", because: hungUp };
    },
  });
}

/** A server that asks for a credential names its methods; one that hangs up before has refused nothing. */
export function askedForCredential(observation: Observation): boolean {
  return observation.kind === "ssh-greeting" && (observation.opened || observation.methods.length > 0);
}

export const hungUp = "sshd hung up before it asked for a credential";

function offers(observation: Observation, never: readonly string[]): readonly string[] {
  if (observation.kind !== "ssh-greeting") return [];
  // whoever is let in without a credential is offered everything
  return observation.opened ? never : observation.methods.filter((method) => never.includes(method));
}
