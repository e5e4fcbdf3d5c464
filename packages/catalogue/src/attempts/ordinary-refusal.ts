import { type Attempt, defineAttempt, type HostWanted, type Instance, accountOf } from "@secondlock/model";

/**
 * Runs one reading command as the administrator's ordinary account, without sudo. Refused when it fails.
 * Only the operator's own login can be used, so other administrators are not attempted.
 */
export function ordinaryRefusal(attempt: {
  readonly id: string;
  readonly title: string;
  readonly argv: (wanted: HostWanted) => readonly [string, ...string[]] | undefined;
}): Attempt {
  return defineAttempt({
    id: attempt.id,
    title: attempt.title,
    from: ["operator"],
    unless: "needs the operator's own login, and that it is not root's",
    probes(wanted, instance) {
      const account = wanted.ssh?.user;
      const argv = attempt.argv(wanted);
      if (account === undefined || account === "root" || argv === undefined || !concerns(instance, account)) return [];
      return [{ kind: "ordinary-command", account, argv }];
    },
    judge(seen, { wanted }) {
      const ran = seen.flatMap(({ observation }) => (observation.kind === "ordinary-command" ? [observation] : []));
      if (ran.some(({ status }) => status === 0))
        return { outside: "succeeded", because: `${wanted.ssh?.user ?? "the account"} can ${attempt.title}` };
      if (ran.length === 0 || ran.some(({ status }) => status === 126 || status === 127))
        return { outside: "inconclusive", because: "the command is not there" };
      return { outside: "refused", because: `${wanted.ssh?.user ?? "the account"} cannot ${attempt.title}` };
    },
  });
}

function concerns(instance: Instance, account: string): boolean {
  return !instance.id.startsWith("account:") || accountOf(instance) === account;
}
