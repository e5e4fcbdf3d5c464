import type { Offer, OfferedCommand, OfferedOption } from "./offer.ts";

/** Pure. Ids are looked up when somebody asks for them, in the service file that the line names. */
export function bashCompletion(commands: readonly OfferedCommand[]): string {
  const cases = commands.map(({ name, options, offer = "" }) => {
    const words = [...options.map(({ long }) => long), "--help"].join(" ");
    return `    ${name}) words="${words}"; ids="${offer}" ;;`;
  });
  const values = (["hosts", "controls"] as const satisfies readonly Offer[]).map(
    (offer) => `        ${patternOf(commands, (option) => option.offer === offer)}) words=""; ids="${offer}" ;;`,
  );
  const others = new Set(
    commands.flatMap(({ options }) =>
      options.flatMap(({ value, offer, long, short = long }) => (value && offer === undefined ? [long, short] : [])),
    ),
  );
  return `_secondlock() {
  local word="\${COMP_WORDS[COMP_CWORD]}" verb="\${COMP_WORDS[1]}" option="" file="" words="" ids="" at
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  [ "$word" = "=" ] && word=""
  for ((at = 2; at < COMP_CWORD; at++)); do
    case "\${COMP_WORDS[at]}" in
      =) ;;
      -*) option="\${COMP_WORDS[at]}" ;;
      *)
        case "$option" in -f | --file) file="\${COMP_WORDS[at]}" ;; esac
        case "$verb $option" in ${patternOf(commands, ({ variadic }) => variadic)}) ;; *) option="" ;; esac
        ;;
    esac
  done
  case "$verb" in
${cases.join("\n")}
  esac
  case "$word" in
    -*) ;;
    *)
      case "$option" in ${[...others].join(" | ")}) words=""; ids="" ;; esac
      case "$verb $option" in
${values.join("\n")}
      esac
      [ -n "$ids" ] && words="$words $(SECONDLOCK_FILE="\${file:-\${SECONDLOCK_FILE:-secondlock.yaml}}" "\${COMP_WORDS[0]}" completion "$ids" 2>/dev/null)"
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ \${#COMPREPLY[@]} = 0 ] && COMPREPLY=($(compgen -f -- "$word"))
}
complete -F _secondlock secondlock
`;
}

/** A pattern for the command and the option before the cursor. */
function patternOf(commands: readonly OfferedCommand[], which: (option: OfferedOption) => boolean): string {
  return commands
    .flatMap(({ name, options }) => options.filter(which).map(({ long }) => `"${name} ${long}"`))
    .join(" | ");
}
