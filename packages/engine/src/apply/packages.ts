import type { PackageChange } from "@secondlock/model";
import { quoteAll } from "../collect/quote.ts";
import type { Step } from "../plan/plan.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import type { Ran, Target } from "../targets/target.ts";

/** Seconds of waiting for dpkg's lock before somebody is told. */
const untoldSeconds = 5;

export interface PackageRun {
  readonly signal: AbortSignal | undefined;
  /** Most seconds that apt waits for another program to let go of dpkg's lock. */
  readonly lockSeconds: number;
  /** Hears that another program holds dpkg's lock, and that it is waited for. */
  readonly onWait?: (() => void) | undefined;
}

/** What apt did, also where it failed on the way; and why it did not do all of it. */
export interface PackagesChanged {
  readonly did: readonly PackageChange[];
  /** True: nobody was there to tell any more, so that it may have done less. */
  readonly unsure?: true;
  readonly failed?: string;
}

/**
 * Installs and removes what a plan names, before anything is armed: it takes long, and is not taken back. A failure stops
 * the plan of this host, with nothing else changed.
 */
export async function changePackages(
  target: Target,
  steps: readonly Step[],
  { signal, lockSeconds, onWait }: PackageRun,
): Promise<PackagesChanged> {
  const wishes = steps.filter((step) => step.kind === "package");
  if (wishes.length === 0) return { did: [] };
  const run = async (wait: number): Promise<Ran> => {
    const script = aptScript(wishes, wait);
    return await target.run(script, { as: "root", shell: "sh", seconds: 600, bytes: 64 * 1024, signal });
  };
  let ran = await run(Math.min(untoldSeconds, lockSeconds));
  if (lockHolder(ran) !== undefined && signal?.aborted !== true) {
    onWait?.();
    ran = await run(Math.max(0, lockSeconds - untoldSeconds));
  }
  return packagesChanged(wishes, ran, lockSeconds);
}

/** What became of the packages, by what apt and dpkg said. Pure. */
export function packagesChanged(wishes: readonly PackageChange[], ran: Ran, lockSeconds: number): PackagesChanged {
  if (ran.state === "failed") return { did: [], failed: ran.because };
  if (ran.refused !== undefined) return { did: [], failed: ran.refused };
  const lines = new Set(ran.stdout.toString("latin1").split("\n"));
  if (lines.has("done")) return { did: wishes };
  if (!lines.has("ended")) return { did: wishes, unsure: true, failed: ran.interrupted ?? aptSays(ran.stderr) };
  const did = wishes.filter(({ package: name, wanted }) => lines.has(`${name} installed`) === (wanted === "installed"));
  const holder = lockHolder(ran);
  if (holder === undefined) return { did, failed: aptSays(ran.stderr) };
  const failed = `another program holds dpkg's lock, and did not let go of it within ${lockSeconds} s: ${holder}`;
  return { did, failed };
}

function aptSays(stderr: string): string {
  return `apt-get says: ${sanitiseLine(stderr.trim().split("\n").at(-1) || "nothing", 200)}`;
}

function aptScript(wishes: readonly PackageChange[], wait: number): string {
  const names = (wanted: PackageChange["wanted"]): readonly string[] =>
    wishes.flatMap((wish) => (wish.wanted === wanted ? [wish.package] : []));
  const apt = (verb: string, some: readonly string[]): string =>
    some.length === 0
      ? ""
      : `apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=${wait} ${verb} -- ${quoteAll(some)} >&2 </dev/null || tell`;
  const all = quoteAll(wishes.map((wish) => wish.package));
  return [
    "export DEBIAN_FRONTEND=noninteractive LC_ALL=C NEEDRESTART_MODE=l",
    // 1: dpkg has not heard of one of them
    `tell() { dpkg-query -W -f '\${Package} \${db:Status-Status}\\n' -- ${all} 2>/dev/null || [ $? -eq 1 ] || exit 1; echo ended; exit 1; }`,
    apt("install", names("installed")),
    apt("remove", names("removed")),
    "echo done",
    "",
  ].join("\n");
}

/** Who holds dpkg's lock, as apt tells it while it waits; undefined when that is not why it ended. Pure. */
export function lockHolder(ran: Ran): string | undefined {
  if (ran.state === "failed" || !/^E: (?:Could not get|Unable to acquire the dpkg frontend) lock/m.test(ran.stderr))
    return undefined;
  const [, process, name = ""] = /held by process (\d+)(?: \(([^)\n]*)\))?/.exec(ran.stderr) ?? [];
  if (process === undefined) return "it is not known which";
  return `${sanitiseLine(name || "a program", 40)} (process ${process})`;
}
