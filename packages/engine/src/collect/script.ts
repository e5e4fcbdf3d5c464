import type { Read } from "@secondlock/model";
import { quoteAll } from "./quote.ts";

export const defaultBytes = 64 * 1024;
export const defaultSeconds = 10;

/** A read with its number in the script. */
export interface NumberedRead {
  readonly number: number;
  readonly read: Read;
}

/**
 * One POSIX sh script that runs every read and frames what comes back:
 *
 *     NONCE begin <uid> <seconds since 1970>
 *     NONCE <number> out
 *     (bytes of standard output, at most the read's limit)
 *     NONCE <number> end <status or "root">
 *     (last bytes of standard error)
 *     NONCE done
 *
 * The nonce is random for each run, so nothing that a command prints can forge a frame. No temporary file is made:
 * it works on a full disk and leaves nothing behind. `root` as the status says that the read was skipped, because the
 * script does not run as root.
 */
export function collectScript(reads: readonly NumberedRead[], nonce: string): string {
  return [...preamble(nonce), ...reads.map(line), `printf '\\n%s done\\n' "$N"`, ""].join("\n");
}

function line({ number, read }: NumberedRead): string {
  const bounds = `${number} ${read.bytes ?? defaultBytes} ${read.seconds ?? defaultSeconds}`;
  return `${read.root === false ? "run" : "root"} ${bounds} ${quoteAll(read.argv)}`;
}

// fd 3 is the wire, fd 4 gathers standard error and, after the last byte, the status. head closes its end once it has
// enough, so that a command which prints without end dies of SIGPIPE; timeout ends one that prints nothing.
function preamble(nonce: string): string[] {
  return [
    "LC_ALL=C; LANGUAGE=; PATH=/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL LANGUAGE PATH; cd / || exit 1",
    `N=${nonce}; U=$(id -u); exec 3>&1`,
    'if command -v timeout >/dev/null 2>&1; then limit() { timeout -k 1 "$@"; }; else limit() { shift; "$@"; }; fi',
    'run() { n=$1; b=$2; s=$3; shift 3; printf \'\\n%s %s out\\n\' "$N" "$n"',
    '  e=$( { { limit "$s" "$@" 2>&4 3>&- 4>&- </dev/null; printf \'\\n%s\' "$?" >&4; } | head -c "$b" >&3; } 4>&1 | tail -c 500 )',
    '  printf \'\\n%s %s end %s\\n%s\' "$N" "$n" "${e##*',
    '}" "${e%',
    '*}"; }',
    'root() { if [ "$U" = 0 ]; then run "$@"; else printf \'\\n%s %s out\\n\\n%s %s end root\\n\' "$N" "$1" "$N" "$1"; fi; }',
    'printf \'%s begin %s %s\\n\' "$N" "$U" "$(date +%s)"',
  ];
}
