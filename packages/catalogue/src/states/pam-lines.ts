import type { PamEntry } from "../facts/pam-stacks.ts";
import type { PamLine } from "./pam-text.ts";

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

/** The lines with an entry in its place; it replaces the module's line that is there already. */
export function withEntry(lines: readonly PamLine[], wanted: PamEntryWanted): readonly PamLine[] {
  const { type, control, module, args, before, after } = wanted;
  const entry: PamEntry = { type, quiet: false, control, module, args };
  const same = (one: PamLine): boolean =>
    one.entry?.type === type && one.entry.module === module && stageOf(one.entry.args)[0] === stageOf(args)[0];
  const isAnchor = (one: PamLine): boolean =>
    one.entry?.type === type && (before?.includes(one.entry.module) ?? one.entry.module === after);
  const [here, there] = [lines.findIndex(same), lines.findIndex(isAnchor)];
  const inPlace =
    lines.filter(same).length === 1 && (there === -1 || (before === undefined ? here > there : here < there));
  if (inPlace) return lines.map((one) => (same(one) ? { ...one, entry } : one));
  const others = without(lines, same);
  const anchor = others.findIndex(isAnchor);
  return inserted(others, anchor === -1 ? endOf(others) : before === undefined ? anchor + 1 : anchor, entry);
}

/** pam_faillock stands in one stack several times, told apart by these. */
export function stageOf(args: readonly string[]): readonly string[] {
  return args.filter((arg) => /^(preauth|authfail|authsucc)$/.test(arg));
}

/** Without the lines that match. A jump such as `[success=2 ...]` skips one less for each of those that it skipped. */
export function without(lines: readonly PamLine[], matches: (line: PamLine) => boolean): readonly PamLine[] {
  const place = lines.findIndex(matches);
  const gone = lines[place]?.entry;
  if (gone === undefined) return lines;
  const shorter = lines.map((line, index) =>
    index < place ? jumping(line, (far) => (far >= between(lines, index, place, gone) ? far - 1 : far), gone) : line,
  );
  return without(shorter.toSpliced(place, 1), matches);
}

/** With one more line, over which a jump goes on that went over its place. */
function inserted(lines: readonly PamLine[], place: number, entry: PamEntry): readonly PamLine[] {
  const longer = lines.map((line, index) =>
    index < place ? jumping(line, (far) => (far >= between(lines, index, place, entry) ? far + 1 : far), entry) : line,
  );
  return longer.toSpliced(place, 0, { entry });
}

/** How many lines of its type a jump from one line must skip to get past the other. */
function between(lines: readonly PamLine[], from: number, to: number, { type }: PamEntry): number {
  return lines.slice(from + 1, to).filter(({ entry }) => entry?.type === type).length + 1;
}

function jumping(line: PamLine, moved: (far: number) => number, { type }: PamEntry): PamLine {
  if (line.entry?.type !== type || !line.entry.control.startsWith("[")) return line;
  const control = line.entry.control.replace(/=(\d{1,2})\b/g, (_jump, far: string) => {
    const next = moved(Number(far));
    // a jump over nothing is not allowed (pam.d(5)); `ok` is the same
    return next === 0 ? "=ok" : `=${next}`;
  });
  return control === line.entry.control ? line : { ...line, entry: { ...line.entry, control } };
}

/** Behind the last line; the empty one is what follows the last end of line. */
function endOf(lines: readonly PamLine[]): number {
  return lines.at(-1)?.raw === "" ? lines.length - 1 : lines.length;
}
