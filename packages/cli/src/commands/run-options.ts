/** One option of `run`, as commander takes it. */
interface RunOption {
  readonly flags: string;
  readonly description: string;
  readonly value?: string;
}

export const runOptions: readonly RunOption[] = [
  { flags: "-f, --file <file>", description: "the sealed file", value: ".env.sealed" },
  { flags: "--keys <folder>", description: "this host's keys", value: "/var/lib/secondlock/keys" },
  { flags: "--as <host>", description: "the name of this host in the file; default: what the system calls itself" },
  { flags: "--user <name>", description: "become this user first, so that the program cannot read the keys" },
  {
    flags: "--purpose <purpose>",
    description: "start, task, edit, rotate or test: for the confirmer's policy and log",
    value: "start",
  },
  {
    flags: "--as-files",
    description:
      "give the values as files in memory that is never swapped, in the folder that $SECONDLOCK_FILES names, and not in the environment; needs root",
  },
  { flags: "--wait <seconds>", description: "time for approvers, where the policy wants some", value: "300" },
  {
    flags: "--no-clock",
    description: "do not believe this host's clock: sign a challenge of the confirmer in place of the time",
  },
];

/** What stands on the line behind `run`. */
export interface RunLine {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Reads the line of `run` by itself, without the whole command line, which takes longer to load than all the rest. Undefined for
 * whatever is not plain: help, an error, an unknown option, another way of writing one. Pure.
 */
export function readRunLine(words: readonly string[]): RunLine | undefined {
  const options = Object.fromEntries(runOptions.flatMap(({ flags, value }) => defaultOf(flags, value)));
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--" || !word.startsWith("-")) break;
    const option = runOptions.find(({ flags }) => flags.split(/[ ,]+/).includes(word));
    if (option === undefined) return undefined;
    const { name, negated } = nameOf(option.flags);
    if (!option.flags.includes("<")) options[name] = !negated;
    else {
      at += 1;
      const value = words[at];
      if (value === undefined || value.startsWith("-")) return undefined;
      options[name] = value;
    }
  }
  const argv = words.slice(words[at] === "--" ? at + 1 : at);
  return argv.length === 0 ? undefined : { argv, options };
}

function defaultOf(flags: string, value: string | undefined): readonly (readonly [string, unknown])[] {
  const { name, negated } = nameOf(flags);
  if (negated) return [[name, true]];
  return value === undefined ? [] : [[name, value]];
}

/** As commander calls it: `--as-files` is `asFiles`, `--no-clock` is `clock`. */
function nameOf(flags: string): { readonly name: string; readonly negated: boolean } {
  const [, negated, long = ""] = /--(no-)?([a-z-]+)/.exec(flags) ?? [];
  return {
    name: long.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    negated: negated !== undefined,
  };
}
