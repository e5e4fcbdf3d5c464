/** One line of a sudoers file with its continuation lines (sudoers(5), "Other special characters"). */
interface SudoLine {
  readonly raw: string;
  /** As long as `raw`, with blanks for a comment and for the backslash of a continued line. */
  readonly seen: string;
}

/** One `Defaults` line, taken apart. */
export interface DefaultsLine {
  /** It binds one account, host, command or target instead of everybody. */
  readonly bound: boolean;
  readonly names: readonly string[];
}

/** Every `NOPASSWD` of a rule becomes `PASSWD`, which also holds where a default says otherwise. */
export function askingForPassword(text: string): string {
  return sudoLines(text)
    .map(({ raw, seen }) => {
      if (/^\s*(Defaults|(User|Runas|Host|Cmnd|Cmd)_Alias\b)/.test(seen)) return raw;
      const places = [...seen.matchAll(/\bNOPASSWD(?=\s*:)/g)].map(({ index }) => index);
      return places.reduceRight((line, at) => `${line.slice(0, at)}${line.slice(at + 2)}`, raw);
    })
    .join("\n");
}

/** Takes settings out of the `Defaults` lines; a line that holds nothing else goes. */
export function withoutDefaults(text: string, gone: (name: string, line: DefaultsLine, at: number) => boolean): string {
  return sudoLines(text)
    .flatMap(({ raw, seen }, at) => {
      const [, head = "", rest = ""] = defaultsLine.exec(seen) ?? [];
      if (head === "") return [raw];
      const entries = parted(rest.trimEnd());
      if (entries.join(",") !== rest.trimEnd()) return [raw];
      const line = { bound: /^\s*Defaults[:@>!]/.test(head), names: entries.map(nameOf) };
      const kept = entries.filter((entry) => !gone(nameOf(entry), line, at));
      if (kept.length === entries.length) return [raw];
      const comment = raw.slice(seen.trimEnd().length);
      return kept.length === 0
        ? []
        : [`${head}${kept.map((one) => one.trim().replace(/\s*\n\s*/g, " ")).join(", ")}${comment}`];
    })
    .join("\n");
}

/** Number of the first line that includes the folder, as {@link withoutDefaults} counts them; -1 without one. */
export function includeOf(text: string, folder: string): number {
  return sudoLines(text).findIndex(({ raw }) => {
    const [, found = ""] = /^\s*[@#]includedir\s+"?([^"\s]+)"?\s*$/.exec(raw) ?? [];
    return found.replace(/\/$/, "") === folder;
  });
}

// what is bound stands behind the sign: names with commas between them, quoted or with escaped blanks
const defaultsLine =
  /^(\s*Defaults(?:[:@>!]\s*!*(?:"[^"]*"|(?:\\.|[^\s,"\\])+)(?:\s*,\s*!*(?:"[^"]*"|(?:\\.|[^\s,"\\])+))*)?\s+)(\S[\s\S]*)$/;

/** Parted at commas, save those in quotes and behind a backslash. */
function parted(text: string): readonly string[] {
  return text.match(/(?:"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^,"\\])+/g) ?? [];
}

function nameOf(entry: string): string {
  return /^\s*!*\s*([a-z_]+)/.exec(entry)?.[1] ?? "";
}

function sudoLines(text: string): readonly SudoLine[] {
  const lines: SudoLine[] = [];
  let raw = "";
  let seen = "";
  for (const physical of text.split("\n")) {
    const bare = withoutComment(physical);
    const open = bare === physical && /(^|[^\\])(\\\\)*\\$/.test(physical);
    const shown = open ? `${physical.slice(0, -1)} ` : bare.padEnd(physical.length);
    [raw, seen] = [raw + physical, seen + shown];
    if (open) [raw, seen] = [`${raw}\n`, `${seen}\n`];
    else {
      lines.push({ raw, seen });
      [raw, seen] = ["", ""];
    }
  }
  return raw === "" ? lines : [...lines, { raw: raw.slice(0, -1), seen: seen.slice(0, -1) }];
}

/** A `#` in front of a digit is the number of an account; behind a backslash or in quotes it is itself. */
function withoutComment(line: string): string {
  return /^(?:"[^"]*"|\\.|#-?\d|[^#"\\]|"|\\)*/.exec(line)?.[0] ?? line;
}
