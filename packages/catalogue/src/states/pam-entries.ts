import { type Change, defineState, type State } from "@secondlock/model";
import { type PamEntry, type PamStacks, pamStacks } from "../facts/pam-stacks.ts";
import { type PamEntryWanted, stageOf, withEntry } from "./pam-lines.ts";
import { endsOpen, entriesOf, type PamLine, parsePamText, printPamText } from "./pam-text.ts";

/** Where a module comes from that Debian does not install by itself. */
const packages: Readonly<Record<string, string>> = { "pam_pwquality.so": "libpam-pwquality" };

/** A line in a PAM stack, in its place among the others; it replaces the module's line that is there already. */
export function pamEntry(wanted: PamEntryWanted, words: Pick<State, "costs" | "risk"> = {}): State<PamStacks> {
  const { file, type, control, module, args } = wanted;
  return defineState({
    resource: `file:/etc/pam.d/${file}`,
    text: `${type} ${[control, module, ...args].join(" ")}, ${wanted.before ? `before ${wanted.before.join(" and ")}` : `after ${wanted.after ?? "all others"}`}`,
    settings: { [`${type} ${[module, ...stageOf(args)].join(" ")}`]: args.join(" ") },
    fact: pamStacks,
    settle: (pam) => ({
      files: { ...pam.files, [file]: entriesOf(withEntry(linesOf(pam.files[file] ?? []), wanted)) },
      modules: isThere(pam, module) ? pam.modules : [...pam.modules, `/lib/security/${module}`],
    }),
    bring(_settings, pam) {
      const source = packages[module];
      // a line that names a missing module lets nobody in, or changes no password
      if (pam.files[file] === undefined || (!isThere(pam, module) && source === undefined)) return [];
      const bringing: readonly Change[] =
        isThere(pam, module) || source === undefined ? [] : [{ kind: "package", package: source, wanted: "installed" }];
      return [...bringing, pamFile(file, (lines) => withEntry(lines, wanted))];
    },
    ...words,
  });
}

function isThere({ modules }: PamStacks, module: string): boolean {
  return modules.some((path) => path.endsWith(`/${module}`));
}

function linesOf(entries: readonly PamEntry[]): readonly PamLine[] {
  return entries.map((entry) => ({ entry }));
}

/** An edit of one file below /etc/pam.d, line by line. A file that is not there stays away. */
export function pamFile(file: string, edit: (lines: readonly PamLine[]) => readonly PamLine[]): Change {
  return {
    kind: "file",
    path: `/etc/pam.d/${file}`,
    content: (before) => (before === undefined || endsOpen(before) ? before : printPamText(edit(parsePamText(before)))),
  };
}

/** An option of a module, in one file or everywhere: there, or gone. */
export function pamOption(module: string, option: string, wanted: "there" | "gone", file?: string): State<PamStacks> {
  const concerns = (name: string, entry: PamEntry): boolean =>
    entry.module === module &&
    (file === undefined || name === file) &&
    (wanted === "gone" || entry.type === "password") &&
    entry.args.includes(option) !== (wanted === "there");
  const settled = (entry: PamEntry): PamEntry => ({
    ...entry,
    args: wanted === "gone" ? entry.args.filter((arg) => arg !== option) : [...entry.args, option],
  });
  return defineState({
    resource: `file:/etc/pam.d/${file ?? "*"}`,
    text: wanted === "gone" ? `${module} without ${option}` : `${module} with ${option}`,
    settings: { [`${module} ${option}`]: wanted },
    fact: pamStacks,
    settle: (pam) => ({
      ...pam,
      files: Object.fromEntries(
        Object.entries(pam.files).map(([name, entries]) => [
          name,
          entries.map((entry) => (concerns(name, entry) ? settled(entry) : entry)),
        ]),
      ),
    }),
    bring: (_settings, pam) =>
      Object.keys(pam.files)
        .filter((name) => pam.files[name]?.some((entry) => concerns(name, entry)))
        .map((name) =>
          pamFile(name, (lines) =>
            lines.map((line) =>
              line.entry && concerns(name, line.entry) ? { ...line, entry: settled(line.entry) } : line,
            ),
          ),
        ),
  });
}

/** The quality module in front of pam_unix, which then takes the password that was checked. */
export function qualityModule(): readonly State<PamStacks>[] {
  return [
    pamEntry(
      {
        file: "common-password",
        type: "password",
        control: "requisite",
        module: "pam_pwquality.so",
        args: ["retry=3"],
        before: ["pam_pwhistory.so", "pam_unix.so"],
      },
      { risk: "If libpam-pwquality is removed later, nobody can change a password until its line is gone too." },
    ),
    pamOption("pam_unix.so", "use_authtok", "there", "common-password"),
  ];
}

/** pam_faillock on both sides of pam_unix, and where a good login resets the count. */
export function loginLockout(): readonly State<PamStacks>[] {
  const module = "pam_faillock.so";
  const auth = { file: "common-auth", type: "auth", module } as const;
  return [
    pamEntry({ ...auth, control: "required", args: ["preauth"], before: ["pam_unix.so"] }),
    pamEntry(
      { ...auth, control: "[default=die]", args: ["authfail"], after: "pam_unix.so" },
      {
        costs:
          "pam-auth-update leaves /etc/pam.d/common-* alone from now on: a package that brings a PAM module no longer adds it there.",
        risk: "Somebody who guesses on purpose can lock an administrator's password for 15 minutes, for sudo too; keys go on working, and root lifts it with `faillock --user NAME --reset`.",
      },
    ),
    pamEntry({ file: "common-account", type: "account", control: "required", module, args: [] }),
  ];
}

/** su asks for a group, of everybody but root. */
export function suForGroup(group: string): State<PamStacks> {
  return pamEntry({
    file: "su",
    type: "auth",
    // what is refused here goes no further: a wrong password behind it would count against somebody else's account
    control: "requisite",
    module: "pam_wheel.so",
    args: ["use_uid", `group=${group}`],
    after: "pam_rootok.so",
  });
}
