import type { Command } from "commander";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";

/** Prints a completion script made from the command line itself. */
export function completionCommand(shell: string, program: Command, console: Console): ExitCode {
  const writers: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };
  const writer = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (writer === undefined) {
    complain(console, `there is no completion for ${shell.slice(0, 40)}`, "use bash, zsh or fish");
    return 2;
  }
  console.out(writer(program));
  return 0;
}

function optionsOf(command: Command): readonly string[] {
  return [...command.options.flatMap(({ long }) => (long == null ? [] : [long])), "--help"];
}

function bash(program: Command): string {
  const cases = program.commands.map((command) => `    ${command.name()}) words="${optionsOf(command).join(" ")}" ;;`);
  return `_secondlock() {
  local words="${program.commands.map((command) => command.name()).join(" ")} --help --version"
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  [ "$COMP_CWORD" = 1 ] && words="${program.commands.map((command) => command.name()).join(" ")} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} = 0 ] && COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _secondlock secondlock
`;
}

function zsh(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

function fish(program: Command): string {
  const escape = (text: string): string => text.replaceAll("'", "\\'");
  const commands = program.commands.map(
    (command) =>
      `complete -c secondlock -n __fish_use_subcommand -a ${command.name()} -d '${escape(command.summary())}'`,
  );
  const options = program.commands.flatMap((command) =>
    command.options.flatMap(({ long, description }) =>
      long == null
        ? []
        : [
            `complete -c secondlock -n '__fish_seen_subcommand_from ${command.name()}' -l ${long.slice(2)} -d '${escape(description)}'`,
          ],
    ),
  );
  return [...commands, ...options, ""].join("\n");
}
