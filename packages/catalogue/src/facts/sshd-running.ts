import { absent, defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns } from "./ssh-file.ts";

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
  reads: () => ({ running: { argv: ["sh", "-c", script], bytes: 16 * 1024 } }),
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

const script = `T=$(printf '\\t')
command -v sshd >/dev/null || { echo absent; echo end; exit 0; }
file=$(sshd -T -C user=root,host=outside.invalid,addr=203.0.113.250,laddr=192.0.2.1,lport=22,rdomain= 2>/dev/null | awk '$1 == "pidfile" { print $2 }')
file=\${file:-/run/sshd.pid} pid=
[ ! -f "$file" ] || read -r pid <"$file"
is() { read -r name 2>/dev/null <"/proc/$1/comm" && [ "$name" = sshd ] && tr '\\0' ' ' <"/proc/$1/cmdline" | grep -Eq 'listener|^[^ ]*sshd '; }
# the child of a new connection looks like a server until it has named itself
main() { is "$1" && { tr '\\0' ' ' <"/proc/$1/cmdline" | grep -Fq '[listener]' || [ "$(awk '{ sub(/.*[)] /, ""); print $2 }' "/proc/$1/stat")" = 1 ]; }; }
line() { tr '\\0\\n\\t' '   ' <"/proc/$1/cmdline" | head -c 300; }
if [ -n "$pid" ] && is "$pid"; then
  stat -c "loaded$T%Y" "$file"
else
  pid=
  for one in /proc/[0-9]*; do is "\${one#/proc/}" && { pid=\${one#/proc/}; break; }; done
fi
if [ -n "$pid" ]; then
  echo "pid$T$pid"
  awk -v hz="$(getconf CLK_TCK 2>/dev/null || echo 100)" -v t="$T" '$1 == "btime" { boot = $2 } FNR == 1 && FILENAME ~ /pid|[0-9]\\/stat/ { sub(/.*\\) /, ""); start = $20 } END { printf "started%s%d\\n", t, boot + start / hz }' "/proc/$pid/stat" /proc/stat
  printf 'program\\t%s\\n' "$(readlink "/proc/$pid/exe")"
  printf 'arguments\\t%s\\n' "$(line "$pid")"
  own=$(readlink /proc/self/ns/pid)
  for one in /proc/[0-9]*; do
    one=\${one#/proc/}
    # an sshd inside a container is another host's
    [ "$one" != "$pid" ] && main "$one" && [ "$(readlink "/proc/$one/ns/pid")" = "$own" ] && printf 'other\\t%s\\n' "$(line "$one")"
  done 2>/dev/null | head -n 10
fi
stat -c "changed$T%Z$T%n" /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/sshd_config.d/*.conf 2>/dev/null
echo end`;
