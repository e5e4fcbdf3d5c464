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

/**
 * Installs and removes what a plan names, before anything is armed: it takes long, and is not taken back. A failure stops
 * the plan of this host, with nothing else changed.
 */
export async function changePackages(
  target: Target,
  steps: readonly Step[],
  { signal, lockSeconds, onWait }: PackageRun,
): Promise<{ readonly ok: true; readonly changed: boolean } | { readonly ok: false; readonly because: string }> {
  const names = (wanted: "installed" | "removed"): readonly string[] =>
    steps.flatMap((step) => (step.kind === "package" && step.wanted === wanted ? [step.package] : []));
  const [installed, removed] = [names("installed"), names("removed")];
  if (installed.length + removed.length === 0) return { ok: true, changed: false };
  const run = async (wait: number): Promise<Ran> => {
    const script = aptScript(installed, removed, wait);
    return await target.run(script, { as: "root", shell: "sh", seconds: 600, bytes: 64 * 1024, signal });
  };
  let ran = await run(Math.min(untoldSeconds, lockSeconds));
  if (lockHolder(ran) !== undefined && signal?.aborted !== true) {
    onWait?.();
    ran = await run(Math.max(0, lockSeconds - untoldSeconds));
  }
  if (ran.state === "failed") return { ok: false, because: ran.because };
  if (ran.interrupted !== undefined || ran.refused !== undefined)
    return { ok: false, because: ran.interrupted ?? ran.refused ?? "" };
  if (ran.stdout.toString("latin1").includes("done\n")) return { ok: true, changed: true };
  const holder = lockHolder(ran);
  if (holder !== undefined)
    return {
      ok: false,
      because: `another program holds dpkg's lock, and did not let go of it within ${lockSeconds} s: ${holder}`,
    };
  return {
    ok: false,
    because: `apt-get says: ${sanitiseLine(ran.stderr.trim().split("\n").at(-1) ?? "nothing", 200)}`,
  };
}

function aptScript(installed: readonly string[], removed: readonly string[], wait: number): string {
  const apt = (verb: string, some: readonly string[]): string =>
    some.length === 0
      ? ""
      : `apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=${wait} ${verb} -- ${quoteAll(some)} >&2 </dev/null || exit 1`;
  return [
    "export DEBIAN_FRONTEND=noninteractive LC_ALL=C NEEDRESTART_MODE=l",
    apt("install", installed),
    apt("remove", removed),
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
