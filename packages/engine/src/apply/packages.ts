import { quoteAll } from "../collect/quote.ts";
import type { Step } from "../plan/plan.ts";
import type { Target } from "../targets/target.ts";

/** Seconds that apt waits for another one to let go of its lock. */
const lockSeconds = 60;

/**
 * Installs and removes what a plan names, before anything is armed: it takes long, and is not taken back. A failure stops
 * the plan of this host, with nothing else changed.
 */
export async function changePackages(
  target: Target,
  steps: readonly Step[],
  signal: AbortSignal | undefined,
): Promise<{ readonly ok: true; readonly changed: boolean } | { readonly ok: false; readonly because: string }> {
  const names = (wanted: "installed" | "removed"): readonly string[] =>
    steps.flatMap((step) => (step.kind === "package" && step.wanted === wanted ? [step.package] : []));
  const [installed, removed] = [names("installed"), names("removed")];
  if (installed.length + removed.length === 0) return { ok: true, changed: false };
  const apt = (verb: string, some: readonly string[]): string =>
    some.length === 0
      ? ""
      : `apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=${lockSeconds} ${verb} -- ${quoteAll(some)} >&2 </dev/null || exit 1`;
  const script = [
    "export DEBIAN_FRONTEND=noninteractive LC_ALL=C NEEDRESTART_MODE=l",
    apt("install", installed),
    apt("remove", removed),
    "echo done",
    "",
  ];
  const ran = await target.run(script.join("\n"), { as: "root", shell: "sh", seconds: 600, bytes: 64 * 1024, signal });
  if (ran.state === "failed") return { ok: false, because: ran.because };
  if (ran.stdout.toString("latin1").includes("done\n")) return { ok: true, changed: true };
  const said = ran.stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? "nothing";
  return { ok: false, because: ran.interrupted ?? `apt-get says: ${said}` };
}
