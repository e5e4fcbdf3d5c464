import { type Attempt, accountOf, defineAttempt, type Family, type HostWanted, type Instance } from "@secondlock/model";
import { hungUp } from "./ssh-offers.ts";

const families: readonly Family[] = [4, 6];

/** Logs in as root with every key of the operator. */
export const sshRootLogin: Attempt = defineAttempt({
  id: "ssh-root-login",
  title: "log in as root with the operator's keys",
  from: ["operator"],
  unless: "the service file names no SSH login for this host, or its login is root itself",
  probes: ({ ssh }) =>
    ssh === undefined || ssh.user === "root"
      ? []
      : families.map((family) => ({ kind: "ssh-login", account: "root", family, keys: "all" })),
  judge(seen) {
    const opened = seen.filter(({ observation }) => observation.kind === "ssh-login" && observation.opened);
    return opened.length > 0
      ? { outside: "succeeded", because: `root logs in at ${opened.map(({ address }) => address).join(", ")}` }
      : { outside: "refused", because: "root does not get in with any key of the operator" };
  },
});

/** Logs in with a key alone and stops before the second factor. */
export const sshOneKey: Attempt = defineAttempt({
  id: "ssh-one-key",
  title: "log in with the key alone, without the second factor",
  from: ["operator"],
  unless: "it is made only with the administrator's own login, and only where a second factor is declared for it",
  probes: (wanted, instance) =>
    isOwnLogin(wanted, instance) && hasSecondFactor(wanted, accountOf(instance))
      ? families.map((family) => ({ kind: "ssh-login", account: accountOf(instance), family, keys: "one" }))
      : [],
  judge(seen) {
    const logins = seen.flatMap(({ observation }) => (observation.kind === "ssh-login" ? [observation] : []));
    const after = logins.find(({ partial }) => partial)?.methodsLeft ?? [];
    if (logins.some(({ opened }) => opened))
      return { outside: "succeeded", because: "one key alone opens the account" };
    if (logins.every(({ partial }) => partial))
      return { outside: "refused", because: `after the key sshd asks for ${after.join(", ")}` };
    return { outside: "inconclusive", because: "sshd took no key, so it did not come to the second factor" };
  },
});

/** Logs in to the declared throw-away account with its right password. */
export const sshRightPassword: Attempt = defineAttempt({
  id: "ssh-right-password",
  title: "log in to the throw-away account with its right password",
  from: ["operator"],
  unless: "the service file declares no throw-away account",
  probes: ({ ssh, throwaway }) =>
    ssh === undefined || throwaway === undefined
      ? []
      : families.map((family) => ({ kind: "ssh-password", family, ...throwaway })),
  judge(seen) {
    const tries = seen.flatMap(({ address, observation }) =>
      observation.kind === "ssh-password" ? [{ address, ...observation }] : [],
    );
    const opened = tries.find((one) => one.opened);
    const methods = [...new Set(tries.flatMap((one) => one.methods))];
    if (opened) return { outside: "succeeded", because: `the right password opens the account at ${opened.address}` };
    if (methods.some((method) => method === "password" || method === "keyboard-interactive"))
      return {
        outside: "inconclusive",
        because: "sshd asked for the password and did not take it, so it may not be the right one",
      };
    return methods.length > 0
      ? { outside: "refused", because: `sshd asks for no password, and offers ${methods.join(", ")}` }
      : { outside: "inconclusive", because: hungUp };
  },
});

/** Asks the administrator's own login to carry a connection, or an empty agent, on. */
export function sshForwards(what: "tcp" | "agent"): Attempt {
  return defineAttempt({
    id: `ssh-forwards-${what}`,
    title: what === "tcp" ? "forward a TCP connection through the own login" : "forward an agent over the own login",
    from: ["operator"],
    unless: "the service file names no SSH login for this host",
    probes: ({ ssh }) => (ssh === undefined ? [] : [{ kind: "ssh-forward", account: ssh.user, what }]),
    judge: (seen) =>
      seen.some(({ observation }) => observation.kind === "ssh-forward" && observation.forwarded)
        ? {
            outside: "succeeded",
            because: what === "tcp" ? "sshd carries the connection on" : "sshd carries the agent on",
          }
        : {
            outside: "refused",
            because: what === "tcp" ? "sshd carries no connection on" : "sshd carries no agent on",
          },
  });
}

function isOwnLogin({ ssh }: HostWanted, instance: Instance): boolean {
  return ssh !== undefined && ssh.user === accountOf(instance);
}

function hasSecondFactor({ admins }: HostWanted, account: string): boolean {
  return admins.some((person) => person.account === account && person.secondFactorHome !== undefined);
}
