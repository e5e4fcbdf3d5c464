import type { Read } from "@secondlock/model";
import { perlRunner } from "./perl-runner.ts";
import { quote, quoteAll } from "./quote.ts";

export const defaultBytes = 64 * 1024;
export const defaultSeconds = 10;
const readsAtOnce = 3;
/** Well over what an audit waits for a host. */
export const collectorSeconds = 180;

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
  return [...surroundings, `N=${nonce}`, ...framed(reads)].join("\n");
}

/**
 * The same as a program that lies on the host: what it reads is fixed, and it takes nothing but the nonce, 32 hexadecimal
 * digits in one line of standard input. One at a time and each with an end, so that nobody keeps a host busy with it, nor
 * keeps others from their turn by reading nothing of what it prints.
 *
 * Exit status: 64 when there is no nonce, 75 when another one did not end within a minute, 124 when it took too long itself.
 */
export function collectorScript(reads: readonly NumberedRead[]): string {
  const head = [
    "#!/bin/sh",
    "# Managed by Secondlock: what an audit reads of this host. It takes a nonce, and changes nothing.",
  ];
  const end = `if [ "$1" != reads ] && command -v timeout >/dev/null; then exec timeout -k 5 ${collectorSeconds} "$0" reads; fi`;
  const nonce = [
    "IFS= read -r N || exit 64",
    'case $N in *[!0-9a-f]*) exit 64;; esac; [ "${#N}" -eq 32 ] || exit 64',
    `exec 9<"$0"; flock -w 60 9 || { echo 'another audit is reading this host' >&2; exit 75; }`,
  ];
  return [...head, ...surroundings, end, ...nonce, ...framed(reads)].join("\n");
}

function framed(reads: readonly NumberedRead[]): readonly string[] {
  const begin = `U=$(id -u); printf '%s begin %s %s\\n' "$N" "$U" "$(date +%s)"`;
  const done = `printf '\\n%s done\\n' "$N"`;
  return [begin, "reads() {", ":", ...reads.map(line), "}", ...runReads, done, ""];
}

function line({ number, read }: NumberedRead): string {
  const bounds = `${number} ${read.bytes ?? defaultBytes} ${read.seconds ?? defaultSeconds}`;
  return `${read.root === false ? "run" : "root"} ${bounds} ${quoteAll(read.argv)}`;
}

const surroundings = [
  "LC_ALL=C; LANGUAGE=; PATH=/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL LANGUAGE PATH; cd / || exit 1",
  // the mark by which a look for processes passes over those of an audit, also of another one at the same time
  "SECONDLOCK_READS=1; export SECONDLOCK_READS; unset PERL5LIB PERL5OPT PERLLIB",
];

const withPerl = [
  'run() { printf \'%s\\0\' "$#" "$@"; }',
  'root() { if [ "$U" = 0 ]; then run "$@"; else run "$1"; fi; }',
  // the nonce goes in with the reads: as an argument every account of the host could read it, and forge frames with it
  `{ printf '%s\\0' "$N"; reads; } | perl -e ${quote(perlRunner)} ${readsAtOnce}`,
];

// fd 3 is the wire, fd 4 gathers standard error and, after the last byte, the status. head closes its end once it has
// enough, so that a command which prints without end dies of SIGPIPE; timeout ends one that prints nothing. A child that
// outlives its command may write to fd 4 after the status, which is why the nonce marks it.
const withoutPerl = [
  "exec 3>&1; L='",
  `'; M="$L$N "`,
  'if command -v timeout >/dev/null 2>&1; then limit() { timeout -k 1 "$@" & l=$!; wait $l; r=$?; kill -s KILL -- -$l 2>/dev/null; return $r; }; else limit() { shift; "$@"; }; fi',
  'run() { n=$1; b=$2; s=$3; shift 3; printf \'\\n%s %s out\\n\' "$N" "$n"',
  '  e=$( { { limit "$s" "$@" 2>&4 3>&- 4>&- </dev/null; printf \'%s%s\\n\' "$M" "$?" >&4; } | head -c "$b" >&3; } 4>&1 | tail -c 500 )',
  '  case $e in *"$M"*) ;; *) e=${e}${M}124;; esac',
  '  t=${e##*"$M"}; printf \'\\n%s %s end %s\\n%s\' "$N" "$n" "${t%%"$L"*}" "${e%"$M"*}"; }',
  'root() { if [ "$U" = 0 ]; then run "$@"; else printf \'\\n%s %s out\\n\\n%s %s end root\\n\' "$N" "$1" "$N" "$1"; fi; }',
  "reads",
];

const runReads = ["if command -v perl >/dev/null 2>&1; then", ...withPerl, "else", ...withoutPerl, "fi"];
