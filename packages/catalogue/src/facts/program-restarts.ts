import { defineFact, known, type Reading } from "@secondlock/model";
import { lastOf, taggedLines } from "./tagged-lines.ts";

export interface ProgramRestarts {
  readonly installed: boolean;
  /** True: it is not installed, and apt knows where to get it. */
  readonly available?: boolean;
  /** What needrestart does once an update has replaced what a program runs; absent where no file says it. */
  readonly mode?: "restarts" | "asks" | "lists";
}

// the files are Perl, and only looked at: to run them would be to change what is read
const script = String.raw`if [ -x /usr/sbin/needrestart ]; then
  echo installed
  grep -hsE '^[[:space:]]*\$nrconf\{restart\}' /etc/needrestart/needrestart.conf /etc/needrestart/conf.d/*.conf | sed 's/^/restart /'
elif grep -qsxm1 'Package: needrestart' /var/lib/apt/lists/*_Packages; then echo available; fi
echo end`;

const modes = { a: "restarts", i: "asks", l: "lists" } as const;

/** needrestart, which starts programs anew after an update. */
export const programRestarts = defineFact<ProgramRestarts>({
  id: "program-restarts",
  title: "what starts programs anew after an update",
  reads: () => ({ needrestart: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<ProgramRestarts> {
    const tagged = taggedLines(raw, "needrestart");
    if (!tagged.known) return tagged;
    const [, letter] = /=\s*["']([ail])["']/.exec(lastOf(tagged.value, "restart") ?? "") ?? [];
    return known({
      installed: tagged.value.has("installed"),
      ...(tagged.value.has("available") ? { available: true } : {}),
      ...(letter === undefined ? {} : { mode: modes[letter as keyof typeof modes] }),
    });
  },
});
