import { defineFact, known, type Reading } from "@secondlock/model";
import { type AptPackage, aptKnows } from "./apt-package.ts";
import { lastSaid, restartRules, spares } from "./restart-rules.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface ProgramRestarts extends AptPackage {
  /** What needrestart does once an update has replaced what a program runs; absent where no file says it. */
  readonly mode?: "restarts" | "asks" | "lists";
  /** `ssh`, and the databases of this host: those that it leaves as they run, and those that it starts anew by itself. */
  readonly left: readonly string[];
  readonly restarted: readonly string[];
}

/** Unit files in the order of their names; PostgreSQL runs one unit for each cluster. */
const databases = ["mariadb", "mongod", "mysql", "postgresql@", "redis-server", "valkey-server"];

// the files are Perl, and only looked at: to run them would be to change what is read
const script = String.raw`${aptKnows}
if [ -x /usr/sbin/needrestart ]; then
  echo installed
  grep -hsE '^[[:space:]]*([$]nrconf|qr)' /etc/needrestart/needrestart.conf /etc/needrestart/conf.d/*.conf | sed 's/^/says /'
elif apt_knows needrestart; then echo available; fi
for unit in ${databases.join(" ")}; do
  for folder in /etc /lib; do
    file=$folder/systemd/system/$unit.service
    [ ! -f "$file" ] || [ -L "$file" ] || { echo "database $unit"; break; }
  done
done
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
    const says = allOf(tagged.value, "says");
    const mode = modeOf(says);
    const rules = restartRules(says);
    const units = ["ssh", ...allOf(tagged.value, "database")];
    const which = (spared: boolean): readonly string[] =>
      units.filter((unit) => spares(rules, `${unit}.service`) === spared).map((unit) => unit.replace(/@$/, ""));
    return known({
      installed: tagged.value.has("installed"),
      ...(tagged.value.has("available") ? { available: true } : {}),
      ...(mode === undefined ? {} : { mode }),
      left: which(true),
      restarted: which(false),
    });
  },
});

/** `defno` has it pass over everything for which no rule stands. */
function modeOf(says: readonly string[]): ProgramRestarts["mode"] {
  const [, letter] = /=\s*["']([ail])["']/.exec(lastSaid(says, "restart") ?? "") ?? [];
  if (letter === undefined) return undefined;
  const passesOver = /\}\s*=\s*[1-9]/.test(lastSaid(says, "defno") ?? "");
  return letter === "a" && passesOver ? "lists" : modes[letter as keyof typeof modes];
}
