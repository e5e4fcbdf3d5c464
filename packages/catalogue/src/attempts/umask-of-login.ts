import { defineAttempt } from "@secondlock/model";

/** Asks the operator's own session which permissions its new files get. Refused when others may not read them. */
export const umaskOfLogin = defineAttempt({
  id: "umask-of-login",
  title: "ask a login for its umask; others must not be able to read its new files",
  from: ["operator"],
  unless: "needs the operator's own login",
  probes: ({ ssh }) =>
    ssh === undefined || ssh.user === "root"
      ? []
      : [{ kind: "ordinary-command", account: ssh.user, argv: ["bash", "-lc", "umask"] }],
  judge(seen) {
    const said = seen.flatMap(({ observation }) =>
      observation.kind === "ordinary-command" ? [observation.output.trim().split("\n").at(-1) ?? ""] : [],
    );
    const umask = said.find((line) => /^[0-7]{3,4}$/.test(line));
    if (umask === undefined) return { outside: "inconclusive", because: "the login does not say its umask" };
    const open = (Number.parseInt(umask, 8) & 0o005) !== 0o005;
    return open
      ? { outside: "succeeded", because: `umask ${umask}: others can read new files` }
      : { outside: "refused", because: `umask ${umask}` };
  },
});
