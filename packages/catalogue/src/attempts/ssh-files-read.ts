import { type Attempt, defineAttempt } from "@secondlock/model";

/** Asks whether the administrator's ordinary account may read any of the files. Nothing of them is read. */
export function sshFilesRead(id: string, files: readonly [string, ...string[]]): Attempt {
  const either = files.flatMap((file, index) => (index === 0 ? ["-r", file] : ["-o", "-r", file]));
  return defineAttempt({
    id,
    title: `read ${files.length === 1 ? files[0] : "one of them"} as an ordinary account`,
    from: ["operator"],
    unless: "the service file names no ordinary account that logs in to this host",
    probes: ({ ssh }) =>
      ssh === undefined || ssh.user === "root"
        ? []
        : [{ kind: "ordinary-command", account: ssh.user, argv: ["test", ...either] }],
    judge(seen) {
      const statuses = seen.flatMap(({ observation }) =>
        observation.kind === "ordinary-command" ? [observation.status] : [],
      );
      if (statuses.includes(0))
        return { outside: "succeeded", because: `an ordinary account reads ${files.join(" or ")}` };
      return statuses.every((status) => status === 1)
        ? { outside: "refused", because: "an ordinary account reads none of them" }
        : { outside: "inconclusive", because: "the test ended in an unexpected way" };
    },
  });
}
