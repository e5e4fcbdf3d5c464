import { absent, defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns } from "./ssh-file.ts";
import { sshdItself } from "./sshd-itself.ts";

/** The SSH server that runs now. */
export interface SshdRunning {
  /** Absent when none runs. */
  readonly daemon?: {
    /** When it last read its configuration, in seconds since 1970: at its start, or at its last reload. */
    readonly loaded: number;
    /** False when the program on the disk has been replaced since. */
    readonly programOnDisk: boolean;
    /** Its command line. */
    readonly commandLine: string;
  };
  /** Command lines of every further sshd that waits for logins; nothing else is known of them. */
  readonly others: readonly string[];
  /** The part of the configuration that changed last. */
  readonly changed: { readonly path: string; readonly at: number };
}

/**
 * A reload keeps the process and its start time, but sshd writes its pid file anew: the later of the two counts.
 * Changes are told by ctime, which a copied or backdated file cannot hide.
 */
export const sshdRunning = defineFact<SshdRunning>({
  id: "sshd-running",
  title: "the SSH server that runs",
  reads: () => ({ running: sshdItself }),
  parse(raw: RawOutputs): Reading<SshdRunning> {
    const text = textOf(raw, "running");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    const one = (wanted: string): string => rows.find(([tag]) => tag === wanted)?.[1] ?? "";
    const changed = rows
      .flatMap(([tag, at = "", path = ""]) => (tag === "changed" && seconds(at) > 0 ? [{ path, at: seconds(at) }] : []))
      .toSorted((a, b) => b.at - a.at)[0];
    if (!changed) return unreadable("there is no configuration of sshd");
    const others = rows.flatMap(([tag, ...line]) => (tag === "other" ? [line.join(" ").slice(0, 300).trim()] : []));
    if (one("pid") === "") return known({ changed, others });
    const loaded = Math.max(seconds(one("loaded")), seconds(one("started")));
    if (loaded === 0) return unreadable("the system does not tell when sshd started");
    return known({
      changed,
      others,
      daemon: {
        loaded,
        programOnDisk: !one("program").endsWith(" (deleted)"),
        commandLine: one("arguments").slice(0, 300).trim(),
      },
    });
  },
});

function seconds(text: string): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : 0;
}
