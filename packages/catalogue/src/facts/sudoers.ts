import { defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

export interface Grantee {
  readonly kind: "user" | "group" | "uid" | "gid" | "other";
  readonly name: string;
}

export interface SudoRule {
  readonly who: readonly Grantee[];
  readonly except: readonly Grantee[];
  /** As whom: accounts and groups as written; nobody named is root. */
  readonly runAs: readonly Grantee[];
  readonly commands: readonly string[];
  /** `NOPASSWD` and `PASSWD`; absent when the defaults decide. */
  readonly asks?: boolean;
}

export interface SudoDefault {
  /** Whom or what it is bound to, e.g. `ada`; empty when it binds everybody. */
  readonly bound: string;
  readonly name: string;
  readonly value: string | boolean;
}

export interface Sudoers {
  readonly installed: boolean;
  /** e.g. `1.9.13p3` */
  readonly version: string;
  readonly rules: readonly SudoRule[];
  readonly defaults: readonly SudoDefault[];
  /** Where rules come from besides the files, e.g. `ldap`. */
  readonly directories: readonly string[];
  /** The files that sudo reads, includes followed. */
  readonly files: readonly string[];
}

// visudo names every file that it follows an include to; a link is named by what it points at
const filesRead = `visudo -c 2>/dev/null | sed -n 's/: parsed OK$//p' | while IFS= read -r f; do readlink -f -- "$f"; done; exit 0`;

/** The rules as sudo itself resolves them: includes followed, aliases expanded. */
export const sudoers = defineFact<Sudoers>({
  id: "sudoers",
  title: "who may do what with sudo",
  reads: () => ({
    version: {
      argv: [
        "sh",
        "-c",
        "command -v sudo >/dev/null || { echo none; exit 0; }; sudo -V | head -n 1; sed -n 's/^sudoers://p' /etc/nsswitch.conf 2>/dev/null; grep -Eis '^[[:space:]]*(plugin|path[[:space:]]+plugin_dir)' /etc/sudo.conf | cut -c1-120 | head -n 20; exit 0",
      ],
      bytes: 4096,
    },
    rules: { argv: ["cvtsudoers", "-e", "-f", "json", "/etc/sudoers"], bytes: 512 * 1024 },
    files: { argv: ["sh", "-c", filesRead], bytes: 16 * 1024 },
  }),
  parse(raw: RawOutputs): Reading<Sudoers> {
    const version = textOf(raw, "version");
    if (!version.known) return version;
    if (version.value.trim() === "none")
      return known({ installed: false, version: "", rules: [], defaults: [], directories: [], files: [] });
    if (raw["rules"]?.status === 127)
      return unreadable("cvtsudoers is not there: sudo is older than 1.8.24, or not the usual one");
    const rules = textOf(raw, "rules");
    if (!rules.known) return rules;
    const files = textOf(raw, "files");
    return parseSudoers(rules.value, version.value, files.known ? lines(files.value) : []);
  },
});

const usual =
  /^\s*(plugin\s+sudoers_(policy|io|audit)\s+(\/usr\/lib(exec)?\/sudo\/)?sudoers\.so|path\s+plugin_dir\s+\/usr\/lib(exec)?\/sudo\/?)\s*$/i;

export function parseSudoers(json: string, about: string, files: readonly string[] = []): Reading<Sudoers> {
  const [first = "", ...sources] = about.split("\n");
  const other = sources.find((line) => /^\s*(plugin|path)/i.test(line) && !usual.test(line));
  if (other !== undefined)
    return unreadable(`/etc/sudo.conf has "${other.trim()}": the rules of /etc/sudoers do not decide alone`);
  const root = parsed(json);
  if (root === undefined) return unreadable("cvtsudoers printed no JSON");
  return known({
    installed: true,
    version: /Sudo version (\S{1,20})/.exec(first)?.[1] ?? "",
    rules: list(root, "User_Specs").flatMap(rulesOf),
    defaults: plainDefaults(list(root, "Defaults").flatMap(defaultsOf)),
    directories: sources
      .filter((line) => !usual.test(line))
      .join(" ")
      .split(/\s+/)
      .filter((source) => /^(sss|ldap)$/.test(source)),
    files: files.filter((path) => path.startsWith("/")),
  });
}

function rulesOf(spec: unknown): readonly SudoRule[] {
  const people = list(spec, "User_List");
  const who = people.filter((one) => field(one, "negated") !== true).map(grantee);
  const except = people.filter((one) => field(one, "negated") === true).map(grantee);
  return list(spec, "Cmnd_Specs").map((commands) => {
    const runAs = list(commands, "runasusers")
      .filter((one) => field(one, "negated") !== true)
      .map(grantee);
    const asks = list(commands, "Options")
      .map((option) => field(option, "authenticate"))
      .findLast((value) => typeof value === "boolean");
    return {
      who,
      except,
      runAs,
      commands: list(commands, "Commands")
        .filter((one) => field(one, "negated") !== true)
        .map((one) => words(field(one, "command"))),
      ...(asks === undefined ? {} : { asks }),
    };
  });
}

function defaultsOf(entry: unknown): readonly SudoDefault[] {
  const bound = list(entry, "Binding")
    .map((one) => words(field(one, "command")) || grantee(one).name)
    .join(", ");
  return list(entry, "Options").flatMap((option) =>
    Object.entries(isRecord(option) ? option : {}).map(([name, value]) => ({
      bound,
      name,
      value: typeof value === "boolean" ? value : words(value),
    })),
  );
}

const kinds: Readonly<Record<string, Grantee["kind"]>> = {
  username: "user",
  usergroup: "group",
  userid: "uid",
  usergid: "gid",
};

function grantee(entry: unknown): Grantee {
  const [key = "", value] = Object.entries(isRecord(entry) ? entry : {}).find(([name]) => name !== "negated") ?? [];
  return { kind: kinds[key] ?? "other", name: words(value) };
}

function parsed(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function words(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
}

/** What counts, in one order: of several values for everybody the last, then all that is bound. */
export function plainDefaults(defaults: readonly SudoDefault[]): readonly SudoDefault[] {
  const last = new Map(defaults.filter(({ bound }) => bound === "").map((one) => [one.name, one]));
  const everybody = [...last.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [...everybody, ...defaults.filter(({ bound }) => bound !== "")];
}

/** Values of a default, first what binds everybody (the last one wins), then each bound one. */
export function defaultValues({ defaults }: Sudoers, name: string): readonly (string | boolean)[] {
  const same = defaults.filter((one) => one.name === name);
  const everybody = same.findLast((one) => one.bound === "");
  return [...(everybody ? [everybody] : []), ...same.filter((one) => one.bound !== "")].map(({ value }) => value);
}
