import { defineState, type State } from "@secondlock/model";
import { type PamEntry, type PamStacks, pamStacks } from "../facts/pam-stacks.ts";

export interface PamEntryWanted {
  /** File below /etc/pam.d. */
  readonly file: string;
  readonly type: PamEntry["type"];
  readonly control: string;
  readonly module: string;
  readonly args: readonly string[];
  /** The modules that it stands in front of, or the one that it comes after. */
  readonly before?: readonly string[];
  readonly after?: string;
}

/** A line in a PAM stack, in its place among the others; it replaces the module's line that is there already. */
export function pamEntry(wanted: PamEntryWanted): State<PamStacks> {
  const { file, type, control, module, args } = wanted;
  return defineState({
    resource: `file:/etc/pam.d/${file}`,
    text: `${type} ${[control, module, ...args].join(" ")}, ${wanted.before ? `before ${wanted.before.join(" and ")}` : `after ${wanted.after ?? "all others"}`}`,
    settings: { [`${type} ${[module, ...stageOf(args)].join(" ")}`]: args.join(" ") },
    fact: pamStacks,
    settle: (pam) => ({
      files: { ...pam.files, [file]: withEntry(pam.files[file] ?? [], wanted) },
      modules: pam.modules.some((path) => path.endsWith(`/${module}`))
        ? pam.modules
        : [...pam.modules, `/lib/security/${module}`],
    }),
  });
}

function withEntry(
  entries: readonly PamEntry[],
  { type, control, module, args, before, after }: PamEntryWanted,
): readonly PamEntry[] {
  const entry: PamEntry = { type, quiet: false, control, module, args };
  const same = (one: PamEntry): boolean =>
    one.type === type && one.module === module && stageOf(one.args)[0] === stageOf(args)[0];
  const isAnchor = (one: PamEntry): boolean =>
    one.type === type && (before?.includes(one.module) ?? one.module === after);
  const [here, there] = [entries.findIndex(same), entries.findIndex(isAnchor)];
  const inPlace =
    entries.filter(same).length === 1 && (there === -1 || (before === undefined ? here > there : here < there));
  if (inPlace) return entries.map((one) => (same(one) ? entry : one));
  const others = entries.filter((one) => !same(one));
  const anchor = others.findIndex(isAnchor);
  const place = anchor === -1 ? others.length : before === undefined ? anchor + 1 : anchor;
  return [...others.slice(0, place).map((one, index) => jumpOver(one, place - index)), entry, ...others.slice(place)];
}

/** pam_faillock stands in one stack several times, told apart by these. */
function stageOf(args: readonly string[]): readonly string[] {
  return args.filter((arg) => /^(preauth|authfail|authsucc)$/.test(arg));
}

/** `[success=1 ...]` skips one line; with a new line among those that it skips, one more. */
function jumpOver(entry: PamEntry, distance: number): PamEntry {
  const control = entry.control.replace(/\bsuccess=(\d{1,2})\b/, (jump, skipped: string) =>
    Number(skipped) >= distance ? `success=${Number(skipped) + 1}` : jump,
  );
  return { ...entry, control };
}

/** An option of a module, in one file or everywhere: there, or gone. */
export function pamOption(module: string, option: string, wanted: "there" | "gone", file?: string): State<PamStacks> {
  const concerns = (name: string, entry: PamEntry): boolean =>
    entry.module === module &&
    (file === undefined || name === file) &&
    (wanted === "gone" || entry.type === "password");
  const settled = (entry: PamEntry): PamEntry => {
    const args = entry.args.filter((arg) => arg !== option);
    return { ...entry, args: wanted === "gone" ? args : [...args, option] };
  };
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
  });
}

/** The quality module in front of pam_unix, which then takes the password that was checked. */
export function qualityModule(): readonly State<PamStacks>[] {
  return [
    pamEntry({
      file: "common-password",
      type: "password",
      control: "requisite",
      module: "pam_pwquality.so",
      args: ["retry=3"],
      before: ["pam_pwhistory.so", "pam_unix.so"],
    }),
    pamOption("pam_unix.so", "use_authtok", "there", "common-password"),
  ];
}

/** pam_faillock on both sides of pam_unix, and where a good login resets the count. */
export function loginLockout(): readonly State<PamStacks>[] {
  const module = "pam_faillock.so";
  return [
    pamEntry({
      file: "common-auth",
      type: "auth",
      control: "required",
      module,
      args: ["preauth"],
      before: ["pam_unix.so"],
    }),
    pamEntry({
      file: "common-auth",
      type: "auth",
      control: "[default=die]",
      module,
      args: ["authfail"],
      after: "pam_unix.so",
    }),
    pamEntry({ file: "common-account", type: "account", control: "required", module, args: [] }),
  ];
}
