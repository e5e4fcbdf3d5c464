import type { Offer, OfferedCommand, OfferedOption } from "./offer.ts";

/** Pure. Ids are looked up when somebody asks for them, in the service file that the line names. */
export function fishCompletion(commands: readonly OfferedCommand[]): string {
  return [
    ...functions,
    ...commands.map(
      ({ name, summary }) => `complete -c secondlock -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap((command) => [
      ...command.options.map((option) => optionLine(command.name, option)),
      ...argumentLines(command),
    ]),
    "",
  ].join("\n");
}

const functions = [
  "function __secondlock_ids",
  "    set -l words (commandline -opc)",
  "    set -l file secondlock.yaml $SECONDLOCK_FILE",
  "    for at in (seq 2 (count $words))",
  "        contains -- $words[(math $at - 1)] -f --file; and set -a file $words[$at]",
  "        string match -q -- '--file=*' $words[$at]; and set -a file (string replace -- '--file=' '' $words[$at])",
  "    end",
  "    env SECONDLOCK_FILE=$file[-1] $words[1] completion $argv[1] 2>/dev/null",
  "end",
  "function __secondlock_last_option",
  "    contains -- (string match -- '-*' (commandline -opc))[-1] $argv",
  "end",
];

function optionLine(command: string, { long, description, value, offer }: OfferedOption): string {
  const takes = offer === undefined ? (value ? " -r" : "") : ` -x -a ${ids(offer)}`;
  return `complete -c secondlock -n ${quoted(`__fish_seen_subcommand_from ${command}`)} -l ${long.slice(2)}${takes} -d ${quoted(description)}`;
}

/** What stands without an option of its own: an argument, or one more value of the last option. */
function argumentLines({ name, options, offer }: OfferedCommand): readonly string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  const several = options.filter(({ variadic }) => variadic);
  const last = (some: readonly OfferedOption[]): string =>
    `__secondlock_last_option ${some.map(({ long }) => long).join(" ")}`;
  const line = (condition: string, offered: Offer): string =>
    `complete -c secondlock -n ${quoted(condition)} -f -a ${ids(offered)}`;
  return [
    ...[...Map.groupBy(several, (option) => option.offer)].flatMap(([offered, some]) =>
      offered === undefined ? [] : [line(`${seen}; and ${last(some)}`, offered)],
    ),
    ...(offer === undefined ? [] : [line(several.length === 0 ? seen : `${seen}; and not ${last(several)}`, offer)]),
  ];
}

function ids(offer: Offer): string {
  return `'(__secondlock_ids ${offer})'`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
