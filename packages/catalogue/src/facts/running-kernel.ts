import { defineFact, type Inside, known, type Reading, undecided, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

export interface RunningKernel {
  readonly running: string;
  /** Kernels that are installed, by their release name. */
  readonly installed: readonly string[];
  /** Whether a package asked for a restart, and which. */
  readonly restartWanted: boolean;
  readonly restartFor: readonly string[];
  /** Programs that still run a file which an update has replaced. */
  readonly outdated: readonly string[];
  /** Name of the kind of container that this is; absent on a machine of its own. */
  readonly container?: string;
}

/** Sets `kind` to the kind of container that this is, or to `none`; an ordinary account can tell as well. */
export const containerKind = String.raw`kind=$(systemd-detect-virt --container 2>/dev/null)
if [ -z "$kind" ] || [ "$kind" = none ]; then kind=none; for f in /.dockerenv /run/.containerenv; do [ -e "$f" ] && kind=container; done; fi`;

// One grep over all maps: a deleted library under /usr means that its program runs the old one. `restartWanted` does not
// cover those, and needrestart is not there on a server as installed.
const script = String.raw`printf 'running %s\n' "$(uname -r)"
ls /boot 2>/dev/null | sed -n 's/^vmlinuz-/installed /p'
[ -e /run/reboot-required ] && echo restart
[ -r /run/reboot-required.pkgs ] && sort -u /run/reboot-required.pkgs | head -n 20 | sed 's/^/for /'
grep -lE ' /(usr|lib|lib64|bin|sbin)/.*[.]so[^ ]* [(]deleted[)]$' /proc/[0-9]*/maps 2>/dev/null | head -n 50 |
  sed 's,/maps$,/comm,' | xargs -r cat 2>/dev/null | sed 's/^/outdated /'
${containerKind}
printf 'container %s\n' "$kind"
echo end`;

export const runningKernel = defineFact<RunningKernel>({
  id: "running-kernel",
  title: "the kernel and the programs that run",
  reads: () => ({ kernel: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<RunningKernel> {
    const tagged = taggedLines(raw, "kernel");
    if (!tagged.known) return tagged;
    const running = lastOf(tagged.value, "running") ?? "";
    if (running === "") return unreadable("the kernel did not say its release");
    const container = lastOf(tagged.value, "container") ?? "none";
    return known({
      running,
      installed: allOf(tagged.value, "installed"),
      restartWanted: tagged.value.has("restart"),
      restartFor: allOf(tagged.value, "for"),
      outdated: [...new Set(allOf(tagged.value, "outdated"))],
      ...(container === "none" || container === "" ? {} : { container }),
    });
  },
});

/** In a container the kernel is the outer machine's: no verdict on this host. */
export function ofOwnKernel({ container }: RunningKernel, verdict: () => Inside): Inside {
  return container === undefined ? verdict() : undecided(`in a container (${container}) this is the outer machine's`);
}
