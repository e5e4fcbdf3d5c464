import { spawn } from "node:child_process";
import { Socket } from "node:net";

/** A process group or a single process that we started, or a private folder that we made. */
export type Bequest = { readonly group: number } | { readonly process: number } | { readonly folder: string };

/**
 * Sees to it that something ends with this process, however this process ends: kill -9 leaves nobody to clean up, and a
 * connection of ssh would live on. A small shell holds the other end of a pipe; when we are gone it reads the end of it,
 * and carries out what is still on its list. Gives back what takes the entry off the list.
 */
export function endWithUs(bequest: Bequest): () => void {
  const entry = "folder" in bequest ? bequest.folder : "group" in bequest ? `-${bequest.group}` : `${bequest.process}`;
  if (/[\n\\]/.test(entry)) return () => undefined;
  tell(`+ ${entry}\n`);
  return () => tell(`- ${entry}\n`);
}

const executor = `
trap "" INT TERM HUP QUIT
set -f
IFS='
'
all=
without() { rest=; for one in $all; do [ "$one" = "$1" ] || rest="$rest$IFS$one"; done; all=$rest; }
while read -r line; do case $line in "+ "*) all="$all$IFS\${line#??}";; "- "*) without "\${line#??}";; esac; done
[ -n "$all" ] || exit 0
each() { for one in $all; do case $one in /*) ;; *) kill -s "$1" -- "$one" 2>/dev/null;; esac; done; }
each TERM; sleep 1; each KILL
for one in $all; do case $one in /*) rm -rf -- "$one";; esac; done`;

let told: Socket | undefined;

function tell(line: string): void {
  told ??= open();
  told?.write(line);
}

function open(): Socket | undefined {
  // in a session of its own, so that Ctrl-C and a closed terminal do not reach it
  const child = spawn("sh", ["-c", executor], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
  });
  // without a shell there is nobody to hold the list: what we end ourselves still ends
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  if (!(child.stdin instanceof Socket)) return undefined;
  child.stdin.unref();
  return child.stdin;
}
