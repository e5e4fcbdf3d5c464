import { type Attempt, accountOf, defineAttempt, type Family, type Observation } from "@secondlock/model";
import { askedForCredential, hungUp } from "./ssh-offers.ts";

const families: readonly Family[] = [4, 6];

type Greeting = Extract<Observation, { kind: "ssh-greeting" }>;

interface GreetingCheck {
  readonly id: string;
  readonly title: string;
  /** What is wrong with the greeting; undefined when nothing is. */
  readonly wrong: (greeting: Greeting) => string | undefined;
  readonly good: string;
  /** Whether the greeting came far enough to show it. Default: always. */
  readonly shows?: (greeting: Greeting) => boolean;
}

/** Reads what the server shows before it knows who comes. No login is tried. */
function greetingCheck({ id, title, wrong, good, shows = () => true }: GreetingCheck): Attempt {
  return defineAttempt({
    id,
    title,
    from: ["operator", "stranger", "other hosts"],
    unless: "the service file names no SSH login for this host",
    probes(wanted, instance) {
      if (wanted.ssh === undefined) return [];
      const account = instance.id.startsWith("account:") ? accountOf(instance) : wanted.ssh.user;
      return families.map((family) => ({ kind: "ssh-greeting", account, family }));
    },
    judge(seen) {
      const found = seen.flatMap(({ address, observation }) => {
        const said = observation.kind === "ssh-greeting" ? wrong(observation) : undefined;
        return said === undefined ? [] : [`${said} at ${address}`];
      });
      if (found.length > 0) return { outside: "succeeded", because: found.join(", ") };
      return seen.every(({ observation }) => observation.kind === "ssh-greeting" && shows(observation))
        ? { outside: "refused", because: good }
        : { outside: "inconclusive", because: hungUp };
    },
  });
}

/** Asks to be let in with no credential at all, which is what an empty password comes down to. */
export const sshWithoutCredential = greetingCheck({
  id: "ssh-without-credential",
  title: "ask sshd to be let in with no credential",
  wrong: ({ opened }) => (opened ? "sshd lets the account in with no credential" : undefined),
  good: "sshd lets nobody in without a credential",
  shows: askedForCredential,
});

/** What an attacker records today is opened by a quantum computer later, unless the key exchange withstands one. */
export function sshKeyExchangeLacks(wanted: readonly string[]): Attempt {
  return greetingCheck({
    id: "ssh-key-exchange-lacks",
    title: "find no post-quantum key exchange in what sshd lists",
    wrong: ({ kex }) =>
      kex.length === 0 || kex.some((name) => wanted.includes(name))
        ? undefined
        : "sshd lists no post-quantum key exchange",
    good: "sshd lists a post-quantum key exchange",
    shows: ({ kex }) => kex.length > 0,
  });
}

export function sshHostKeyOffers({ never }: { readonly never: readonly string[] }): Attempt {
  return greetingCheck({
    id: "ssh-host-key-offers",
    title: "ask sshd for a weak host key signature",
    wrong({ hostKeyAlgorithms }) {
      const found = hostKeyAlgorithms.filter((name) => never.includes(name));
      return found.length > 0 ? `sshd signs with ${found.join(", ")}` : undefined;
    },
    good: "sshd signs with strong algorithms only",
    shows: ({ hostKeyAlgorithms }) => hostKeyAlgorithms.length > 0,
  });
}

/** Protocol 1 left OpenSSH with 7.6; today's client cannot speak it, so the version that the server shows is looked at. */
export const sshOldServer = greetingCheck({
  id: "ssh-old-server",
  title: "find an sshd that is old enough for protocol 1",
  wrong({ banner }) {
    const [, major, minor] = /OpenSSH_(\d{1,3})\.(\d{1,3})/.exec(banner) ?? [];
    const old = major !== undefined && (Number(major) < 7 || (Number(major) === 7 && Number(minor) < 6));
    return old ? `sshd shows OpenSSH ${major}.${minor}` : undefined;
  },
  good: "sshd speaks protocol 2 and shows no version that knows protocol 1",
});
