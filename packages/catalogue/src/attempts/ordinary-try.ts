import { type Attempt, defineAttempt, type HostWanted, type Observation, type Seen } from "@secondlock/model";
import { containerKind } from "../facts/running-kernel.ts";

type Command = readonly [string, ...string[]];

/** The exit status by which a command says that its account may see this for another reason, so the try tells nothing. */
export const tellsNothing = 77;

/**
 * Runs read-only commands as the administrator's ordinary account, without sudo. Refused when every one fails or prints
 * nothing. root is no ordinary account: a login as root makes no such try.
 */
export function ordinaryTry({
  id,
  title,
  commands,
  skipped,
}: {
  readonly id: string;
  readonly title: string;
  readonly commands: (wanted: HostWanted) => readonly Command[];
  /** What {@link tellsNothing} means here, when one of the others that was refused makes it a refusal all the same. */
  readonly skipped?: string;
}): Attempt {
  return defineAttempt({
    id,
    title,
    from: ["operator"],
    unless: "there is nothing declared to try it on, or no ordinary account to try it with",
    probes: (wanted) => {
      const account = wanted.ssh?.user;
      if (account === undefined || account === "root") return [];
      return commands(wanted).map((argv) => ({ kind: "ordinary-command", account, argv }));
    },
    judge(seen) {
      const got = seen.filter(({ observation }) => opened(observation)).map(shown);
      if (got.length > 0)
        return { outside: "succeeded", because: `an ordinary account gets through: ${got.slice(0, 3).join("; ")}` };
      const statuses = seen.flatMap(({ observation }) =>
        observation.kind === "ordinary-command" ? [observation.status] : [],
      );
      if (skipped !== undefined && statuses.every((status) => status === tellsNothing))
        return { outside: "inconclusive", because: skipped };
      const nothing = skipped === undefined ? [tellsNothing, 124, 127] : [124, 127];
      const unclear = statuses.some((status) => nothing.includes(status));
      return unclear
        ? { outside: "inconclusive", because: "the account may see it for another reason, or the command is not there" }
        : { outside: "refused", because: "an ordinary account is refused" };
    },
  });
}

/** A try at the kernel. In a container that is the outer machine's, and says nothing of the host, whichever way it ends. */
export function kernelTry(id: string, title: string, command: Command): Attempt {
  return ordinaryTry({
    id,
    title,
    commands: () => [["sh", "-c", ofOwnKernel, "sh", ...command]],
    skipped: "in a container the kernel is the outer machine's",
  });
}

const ofOwnKernel = `${containerKind}
[ "$kind" = none ] || exit ${tellsNothing}
exec "$@"`;

/** The file that was tried, otherwise what the command printed: file names or a word, never content. */
function shown({ probe, observation }: Seen): string {
  const last = probe.kind === "ordinary-command" ? probe.argv.at(-1) : undefined;
  if (probe.kind === "ordinary-command" && probe.argv.includes(readFirst) && last !== undefined) return last;
  const printed = observation.kind === "ordinary-command" ? observation.output.trim().split("\n")[0] : undefined;
  return (printed ?? "").slice(0, 120);
}

function opened(observation: Observation): boolean {
  return observation.kind === "ordinary-command" && observation.status === 0 && observation.output.trim() !== "";
}

// A folder that the account may not enter hides whether the file is there: that is a refusal. What is read stays there.
const readFirst = `p=$(readlink -m -- "$1") || exit ${tellsNothing}; [ -d "$p" ] && exit ${tellsNothing}; [ -e "$p" ] && { head -c1 -- "$p" >/dev/null && echo open; exit; }; while [ ! -e "$p" ]; do p=$(dirname -- "$p"); done; [ -d "$p" ] && [ ! -x "$p" ] && exit 1; exit ${tellsNothing}`;

/** Reads the first byte of each file. A file that is not there refuses nothing. */
export function readAsOrdinary(id: string, what: string, paths: (wanted: HostWanted) => readonly string[]): Attempt {
  return ordinaryTry({
    id,
    title: `read ${what} as an ordinary account`,
    skipped: "there is no such file",
    commands: (wanted) =>
      paths(wanted)
        .filter((path) => path.startsWith("/"))
        .slice(0, 8)
        .map((path): Command => ["sh", "-c", readFirst, "sh", path]),
  });
}
