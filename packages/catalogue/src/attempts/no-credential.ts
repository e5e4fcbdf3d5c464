import { accountOf, defineAttempt, everyAccount, type Family } from "@secondlock/model";
import { askedForCredential, hungUp } from "./ssh-offers.ts";

const families: readonly Family[] = [4, 6];

/** Opens one SSH connection per account without any credential; no password is tried. Refused when it is not let in. */
export const noCredential = defineAttempt({
  id: "no-credential",
  title: "log in over SSH with no credential at all",
  from: ["operator", "stranger", "other hosts"],
  unless: "the service file names no SSH login for this host",
  probes: (wanted) =>
    wanted.ssh === undefined
      ? []
      : everyAccount(wanted).flatMap((one) =>
          families.map((family) => ({ kind: "ssh-greeting" as const, account: accountOf(one), family })),
        ),
  judge(seen) {
    const open = seen.flatMap(({ address, observation, probe }) =>
      observation.kind === "ssh-greeting" && observation.opened && probe.kind === "ssh-greeting"
        ? [`${probe.account} at ${address}`]
        : [],
    );
    if (open.length > 0) return { outside: "succeeded", because: `let in without a credential: ${open.join(", ")}` };
    return seen.every(({ observation }) => askedForCredential(observation))
      ? { outside: "refused", because: "a credential is asked for" }
      : { outside: "inconclusive", because: hungUp };
  },
});
