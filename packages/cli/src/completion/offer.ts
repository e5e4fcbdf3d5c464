import type { Command } from "commander";

/** What is looked up when somebody asks for a completion. */
export type Offer = "hosts" | "controls";

export interface OfferedOption {
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  /** It wants a value. */
  readonly value: boolean;
  /** It takes several values, one after the other. */
  readonly variadic: boolean;
  readonly offer?: Offer;
}

export interface OfferedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OfferedOption[];
  /** What its arguments are. */
  readonly offer?: Offer;
}

/** By the name that a value has in the help; a way in is a host or a login. */
const offers: ReadonlyMap<string, Offer> = new Map([
  ["host", "hosts"],
  ["way", "hosts"],
  ["control", "controls"],
]);

/** Pure: what can follow each command, read off the command line itself. */
export function offeredCommands(program: Command): readonly OfferedCommand[] {
  const shown = program.createHelp().visibleCommands(program);
  return program.commands
    .filter((command) => shown.includes(command))
    .map((command) => {
      const names = command.registeredArguments.map((argument) =>
        argument.variadic ? argument.name().replace(/s$/, "") : argument.name(),
      );
      const offer = names.flatMap((name) => offers.get(name) ?? [])[0];
      return {
        name: command.name(),
        summary: command.summary(),
        options: command.options.flatMap((option): readonly OfferedOption[] => {
          const { long, short, description, required, variadic, flags } = option;
          if (long == null) return [];
          const [, value = ""] = /<([a-z]+)(?:\.\.\.)?>/.exec(flags) ?? [];
          const offer = offers.get(value);
          const more = { ...(short === undefined ? {} : { short }), ...(offer === undefined ? {} : { offer }) };
          return [{ long, description, value: required, variadic, ...more }];
        }),
        ...(offer === undefined ? {} : { offer }),
      };
    });
}
