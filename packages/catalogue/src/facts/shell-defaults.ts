import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface ShellSetting {
  readonly file: string;
  readonly value: string;
}

export interface ShellDefaults {
  /** In the order in which a login shell meets them. */
  readonly umask: readonly ShellSetting[];
  readonly timeout: readonly ShellSetting[];
  /** Whether a person cannot unset TMOUT again. */
  readonly timeoutReadonly: boolean;
}

const reduce = String.raw`
{ sub(/^[ \t]*#.*/, "") }
match($0, /(^|[ \t;&])umask[ \t]+[0-7]+/) { value = substr($0, RSTART, RLENGTH); sub(/.*[ \t]/, "", value); print "umask " FILENAME " " value }
match($0, /(^|[ \t;&])TMOUT=[0-9]+/) { value = substr($0, RSTART, RLENGTH); sub(/.*=/, "", value); print "timeout " FILENAME " " value }
/(readonly|declare -[a-z]*r[a-z]*|typeset -[a-z]*r[a-z]*)[ \t].*TMOUT/ { print "readonly" }
END { print "end" }`;

/** Read as text: running a profile to see its effect would be to run a stranger's script as root. */
export const shellDefaults = defineFact<ShellDefaults>({
  id: "shell-defaults",
  title: "what login shells start with",
  reads: () => ({
    settings: {
      argv: [
        "sh",
        "-c",
        'for f in /etc/profile /etc/bash.bashrc /etc/profile.d/*.sh; do [ -r "$f" ] && set -- "$@" "$f"; done; exec awk "$0" "$@" </dev/null',
        reduce,
      ],
      root: false,
    },
  }),
  parse(raw: RawOutputs): Reading<ShellDefaults> {
    const found = taggedLines(raw, "settings");
    if (!found.known) return found;
    const settings = (tag: string): readonly ShellSetting[] =>
      allOf(found.value, tag).map((line) => ({
        file: line.slice(0, line.lastIndexOf(" ")),
        value: line.slice(line.lastIndexOf(" ") + 1),
      }));
    return known({
      umask: settings("umask"),
      timeout: settings("timeout"),
      timeoutReadonly: found.value.has("readonly"),
    });
  },
});
