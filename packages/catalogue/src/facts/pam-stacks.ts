import { defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

export type PamType = "auth" | "account" | "password" | "session";

export interface PamEntry {
  readonly type: PamType | "@include";
  /** True for a line that may fail to load in silence: `-session`. */
  readonly quiet: boolean;
  readonly control: string;
  /** Module, or the file that is included. */
  readonly module: string;
  readonly args: readonly string[];
}

export interface PamStacks {
  /** Entries by the name of the file below /etc/pam.d. */
  readonly files: Readonly<Record<string, readonly PamEntry[]>>;
  /** Full paths of the modules that are installed. */
  readonly modules: readonly string[];
}

// values of options stay on the host, save numbers and paths: some modules take a password as an option
const reduce = String.raw`
{ sub(/\r$/, ""); sub(/#.*/, ""); text = text $0 }
text ~ /\\$/ { sub(/\\$/, " ", text); next }
{
  n = split(text, word, /[ \t]+/); text = ""; out = ""; at = 0; control = 0; hidden = 0
  for (i = 1; i <= n; i++) {
    t = word[i]; if (t == "") continue
    at++
    if (at == 2 && t ~ /^\[/) control = 1
    if (!control && t ~ /^\[/) hidden = 1
    if (!control && !hidden && t ~ /=/ && (t ~ /^[A-Za-z_]*(pass|pw)[A-Za-z_]*=/ || t !~ /^([A-Za-z_]+=(-?[0-9]+|[\/~$].*)|(group|users?|authtok_type)=.*)$/)) sub(/=.*/, "=...", t)
    if (!hidden) out = out " " t
    if (t ~ /\]$/) { if (control) { control = 0; at = 2 } hidden = 0 } else if (control) at = 2
  }
  if (out != "") print substr(FILENAME, 12) out
}`;

export const pamStacks = defineFact<PamStacks>({
  id: "pam-stacks",
  title: "what PAM asks for each service",
  reads: () => ({
    files: { argv: ["sh", "-c", 'exec awk "$0" /etc/pam.d/*', reduce], bytes: 128 * 1024 },
    modules: {
      argv: [
        "sh",
        "-c",
        'for m in /lib/security/*.so /usr/lib/security/*.so /lib/*/security/*.so /usr/lib/*/security/*.so; do [ -e "$m" ] && echo "$m"; done; exit 0',
      ],
      root: false,
    },
  }),
  parse(raw: RawOutputs): Reading<PamStacks> {
    const files = textOf(raw, "files");
    if (!files.known) return files;
    const modules = textOf(raw, "modules");
    return modules.known ? parsePamStacks(files.value, modules.value) : modules;
  },
});

export function parsePamStacks(text: string, modules: string): Reading<PamStacks> {
  const files = new Map<string, PamEntry[]>();
  for (const line of lines(text)) {
    const [, file = "", first = "", rest = ""] = /^(\S+) (\S+)(?:\s+(.*))?$/.exec(line) ?? [];
    const entry = entryOf(first, rest);
    if (entry) files.set(file, [...(files.get(file) ?? []), entry]);
  }
  if (files.size === 0) return unreadable("there is nothing in /etc/pam.d");
  return known({ files: Object.fromEntries(files), modules: lines(modules) });
}

/** From the first word of a line and the rest of it; undefined for what is no entry. */
export function entryOf(first: string, rest: string): PamEntry | undefined {
  if (first === "@include")
    return { type: "@include", quiet: false, control: "@include", module: rest.trim(), args: [] };
  const type = /^-?(auth|account|password|session)$/.exec(first.toLowerCase())?.[1] as PamType | undefined;
  const [, control = "", module = "", args = ""] = /^(\[[^\]]*\]|\S+)\s+(\S+)(?:\s+(.*))?$/.exec(rest) ?? [];
  if (!type || module === "") return undefined;
  return { type, quiet: first.startsWith("-"), control, module, args: args.split(/\s+/).filter((one) => one !== "") };
}

/** The entries of one type that a service goes through, with what it includes in place. */
export function pamStack(pam: PamStacks, service: string, type: PamType): readonly PamEntry[] {
  return expand(pam, Object.hasOwn(pam.files, service) ? service : "other", type, []);
}

function expand(pam: PamStacks, file: string, type: PamType, above: readonly string[]): readonly PamEntry[] {
  if (above.includes(file) || above.length > 8) return [];
  const entries = Object.hasOwn(pam.files, file) ? (pam.files[file] ?? []) : [];
  return entries.flatMap((entry) => {
    if (entry.type !== type && entry.type !== "@include") return [];
    return /^(@include|include|substack)$/.test(entry.control)
      ? expand(pam, entry.module, type, [...above, file])
      : [entry];
  });
}

/** Where a module stands in a stack; -1 when it is not there. */
export function placeOf(stack: readonly PamEntry[], module: RegExp): number {
  return stack.findIndex((entry) => module.test(entry.module));
}

/** The options of an entry as settings; an option without a value is `yes`. */
export function optionsOf(entry: PamEntry | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (entry?.args ?? []).map((arg) => [
      arg.split("=")[0] ?? "",
      arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : "yes",
    ]),
  );
}
