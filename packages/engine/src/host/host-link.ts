import { noShell } from "../collect/run-reads.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import type { Target } from "../targets/target.ts";
import { hostProgram } from "./host-program.ts";

/** What Secondlock's part on a host answered: its lines as words, or why there are none. */
export type Reply =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly because: string; readonly busy?: Busy };

/** A change of somebody else that waits to be confirmed. */
export interface Busy {
  readonly journal: string;
  readonly who: string;
  /** Seconds since 1970. */
  readonly since: number;
}

export type HostAction =
  | "begin"
  | "rehearse"
  | "rehearsed"
  | "apply"
  | "confirm"
  | "rollback"
  | "status"
  | "show"
  | "forget";

const home = "/var/lib/secondlock";

/** Most seconds that each may take; applying restarts services. */
const seconds: Readonly<Record<HostAction, number>> = {
  begin: 60,
  rehearse: 60,
  rehearsed: 30,
  apply: 180,
  confirm: 60,
  rollback: 120,
  status: 30,
  show: 60,
  forget: 30,
};

/**
 * Runs one action on a host as root. Looking leaves nothing there: the program comes along in the script. To change
 * something, it is put down first, because it has to be there when nobody comes back.
 */
export async function askHost(
  target: Target,
  action: HostAction,
  { argument = "", input = "", signal }: { argument?: string; input?: string; signal?: AbortSignal | undefined } = {},
): Promise<Reply> {
  const ran = await target.run(scriptFor(action, argument, input), {
    as: "root",
    shell: "sh",
    seconds: seconds[action],
    bytes: 64 * 1024 * 1024,
    signal,
  });
  if (ran.state === "failed") return { ok: false, because: ran.because };
  if (ran.interrupted !== undefined) return { ok: false, because: ran.interrupted };
  if (ran.refused !== undefined) return { ok: false, because: ran.refused };
  const reply = parseReply(ran.stdout.toString("latin1"));
  // without the word that says it is done, it is not done, whatever else was printed
  const done = reply.ok && reply.rows.some(([word]) => word !== undefined && doneWords[action].includes(word));
  return reply.ok && !done ? { ok: false, because: noShell(ran) } : reply;
}

const doneWords: Readonly<Record<HostAction, readonly string[]>> = {
  begin: ["armed"],
  rehearse: ["ready", "unable"],
  rehearsed: ["ended"],
  apply: ["applied"],
  confirm: ["confirmed"],
  rollback: ["back", "partly", "nothing"],
  status: ["end"],
  show: ["end"],
  forget: ["forgotten"],
};

function scriptFor(action: HostAction, argument: string, input: string): string {
  if (!/^[A-Za-z0-9-]*$/.test(argument)) throw new Error(`"${argument}" is no argument for a host`);
  const source = hostProgram();
  const end = "SECONDLOCK_END";
  if (action !== "begin") return `perl /dev/fd/3 ${action} ${argument} 3<<'${end}'\n${source}\n${end}\n`;
  return [
    "set -e; umask 077",
    // 0700 from the first moment, and never through somebody's link
    `[ -d ${home} ] || mkdir -m 700 ${home}; [ ! -L ${home} ] && [ -O ${home} ]`,
    // a name of its own, for two may come at once; and what waits to be confirmed keeps the program that it was armed with
    `new=${home}/host.new.$$; cat >$new <<'${end}'`,
    `${source}\n${end}`,
    `if [ -e ${home}/armed ] && [ -f ${home}/host.pl ]; then rm $new; else sync $new; mv $new ${home}/host.pl; fi`,
    `exec perl ${home}/host.pl begin <<'${end}'`,
    `${input}\n${end}`,
    "",
  ].join("\n");
}

/** Second words that are the id of a change: a journal's name, as the host's part makes them. */
const idComesAfter: ReadonlySet<string> = new Set(["armed", "busy", "journal", "standing", "undone"]);
const changeId = /^[0-9TZ]{1,32}-[0-9a-f]{1,32}$/;

/** Pure. A line that is none of ours is no answer. */
export function parseReply(text: string): Reply {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  if (lines.some(([word = "", id = ""]) => idComesAfter.has(word) && !changeId.test(id)))
    return { ok: false, because: "the host's answer names a change in a way that Secondlock never does" };
  const rows = lines.map(printable);
  const failed = rows.find(([word]) => word === "failed");
  if (failed) return { ok: false, because: told(failed[1] ?? "") };
  const busy = rows.find(([word]) => word === "busy");
  if (busy) {
    const [, journal = "", who = "", since = ""] = busy;
    const other = { journal, who: told(who), since: Number(since) };
    return { ok: false, because: `${other.who} has a change there that waits to be confirmed`, busy: other };
  }
  return { ok: true, rows };
}

/** What stands in a line as it is, and not as digits for {@link told}, is printed as well. */
function printable([first = "", ...more]: readonly string[]): readonly string[] {
  return [first, ...more.map((word) => (/^[0-9a-f]*$/.test(word) ? word : sanitiseLine(word)))];
}

/** A text of the host's, as people may see it. */
export function told(digits: string): string {
  return sanitiseLine(unhex(digits));
}

/** Raw: for what a program reads, never for people. */
export function unhex(text: string): string {
  return /^(?:[0-9a-f]{2})*$/.test(text) ? Buffer.from(text, "hex").toString("utf8") : "";
}
