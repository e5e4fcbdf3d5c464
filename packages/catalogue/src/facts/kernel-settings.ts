import { broken, defineFact, holds, type Inside, known, type Reading, undecided, unreadable } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** Names as sysctl writes them, e.g. `kernel.kptr_restrict`. */
export interface KernelSettings {
  readonly live: Readonly<Record<string, string>>;
  /** What the files of sysctl.d set at the next start; the last file by name wins. */
  readonly persisted: Readonly<Record<string, string>>;
}

const files = [
  "kernel/randomize_va_space",
  "kernel/kptr_restrict",
  "kernel/dmesg_restrict",
  "kernel/yama/ptrace_scope",
  "kernel/unprivileged_bpf_disabled",
  "net/core/bpf_jit_harden",
  "kernel/core_pattern",
  "fs/suid_dumpable",
  "fs/protected_hardlinks",
  "fs/protected_symlinks",
  "fs/protected_fifos",
  "fs/protected_regular",
  "net/ipv4/ip_forward",
  "net/ipv4/tcp_syncookies",
  "net/ipv4/icmp_echo_ignore_broadcasts",
  "net/ipv4/icmp_ignore_bogus_error_responses",
  ...["accept_redirects", "secure_redirects", "send_redirects", "accept_source_route", "rp_filter", "log_martians"].map(
    (name) => `net/ipv4/conf/*/${name}`,
  ),
  ...["forwarding", "accept_redirects", "accept_source_route", "accept_ra"].map((name) => `net/ipv6/conf/*/${name}`),
];

// One grep for all: dash reads byte by byte, and the kernel gives a number only to a first read. sysctl.d as systemd-sysctl reads it: of two files with one name the first
// folder wins, and files apply in the order of their names.
const script = String.raw`cd /proc/sys || exit 1
grep -Hs '' ${files.join(" ")} | sed 's/^/live /'
set --
for f in $(ls /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf 2>/dev/null |
  awk -F/ '{ rank[$0] = NR; if (!($NF in seen)) { seen[$NF] = 1; print $NF, $0 } }' | LC_ALL=C sort | sed 's/^[^ ]* //'); do [ -r "$f" ] && set -- "$@" "$f"; done
[ $# -eq 0 ] || awk -F= '/^[[:space:]]*([#;]|$)/ { next } NF > 1 { k = $1; sub(/^[^=]*=/, ""); print "file", k "=" $0 }' "$@"
echo end`;

/** Every kernel setting that a control asks for: what holds now, and what the next start sets. */
export const kernelSettings = defineFact<KernelSettings>({
  id: "kernel-settings",
  title: "settings of the kernel",
  reads: () => ({ settings: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<KernelSettings> {
    const tagged = taggedLines(raw, "settings");
    if (!tagged.known) return tagged;
    const live = record(allOf(tagged.value, "live"), /^([^\s:]+):(.*)$/);
    if (Object.keys(live).length === 0) return unreadable("the kernel's settings cannot be read");
    return known({ live, persisted: record(allOf(tagged.value, "file"), /^\s*-?(\S+?)\s*=\s*(.*?)\s*$/) });
  },
});

function record(lines: readonly string[], shape: RegExp): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const [, name = "", value = ""] = shape.exec(line.slice(0, 500)) ?? [];
    if (name !== "") values[settingName(name)] = value.replaceAll("\t", " ");
  }
  return values;
}

/** `net/ipv4/conf/eth0.10/rp_filter` and `net.ipv4.conf.eth0/10.rp_filter` are one name; the first separator decides. */
function settingName(name: string): string {
  const slash = name.indexOf("/");
  const dot = name.indexOf(".");
  if (slash === -1 || (dot !== -1 && dot < slash)) return name;
  return name.replaceAll(/[/.]/g, (separator) => (separator === "/" ? "." : "/"));
}

/** Accepted values by name; the first is what a fix sets. `*` in a name stands for all, default and every interface. */
export type SettingsWanted = Readonly<Record<string, readonly [string, ...string[]]>>;

/**
 * How `conf.all` and the interface's own value make the one that counts. `each`: one wrong value is enough to be open;
 * `either`: the value of `all` covers every interface.
 */
export type Combined = "each" | "either";

/** Broken when a live value, or the value after the next start, is not among those accepted. */
export function settingsHold(
  { live, persisted }: KernelSettings,
  wanted: SettingsWanted,
  combined: Combined = "each",
): Inside {
  const said: string[] = [];
  for (const [pattern, good] of Object.entries(wanted)) {
    const names = namesOf(live, pattern);
    if (names.length === 0) return undecided(`the kernel has no ${pattern}`);
    const all = pattern.replace("*", "all");
    const covered = combined === "either" && pattern.includes("*") && good.includes(live[all] ?? "");
    const wrong = covered
      ? undefined
      : names.filter((name) => combined === "each" || name !== all).find((name) => !good.includes(live[name] ?? ""));
    if (wrong !== undefined) return broken(`${wrong} is ${live[wrong]}`);
    const later = (covered ? [all] : names).find(
      (name) => persisted[name] !== undefined && !good.includes(persisted[name]),
    );
    if (later !== undefined)
      return broken(
        `${later} is ${live[later]} now, and the files of sysctl.d set ${persisted[later]} at the next start`,
      );
    said.push(pattern.includes("*") ? `${pattern} is ${good.join(" or ")}` : `${pattern} is ${live[pattern]}`);
  }
  return holds(said.join(", "));
}

/** The names that a pattern stands for; the loopback interface is left out. */
export function namesOf(live: KernelSettings["live"], pattern: string): readonly string[] {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return live[pattern] === undefined ? [] : [pattern];
  return Object.keys(live).filter(
    (name) => name.startsWith(before) && name.endsWith(after) && name !== `${before}lo${after}`,
  );
}
