import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";
import { readSealed, type SealedStructure } from "./sealed-structure.ts";

/** An environment file in clear: which names it gives away, never a value. */
export interface PlainFile {
  readonly path: string;
  /** Names with a value that is neither empty nor encrypted in itself; at most 40. */
  readonly names: readonly string[];
}

export interface SealedFileSeen {
  readonly path: string;
  readonly structure: Reading<SealedStructure>;
}

export interface EnvironmentFiles {
  readonly plain: readonly PlainFile[];
  readonly sealed: readonly SealedFileSeen[];
  /** Addresses of the confirmers' names, as this host resolves them. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** What the host calls itself. */
  readonly here: string;
  /** Its day, `2026-11-22`, in UTC. */
  readonly today: string;
  /** False when there are more files than are looked into. */
  readonly complete: boolean;
}

// Names alone leave the host. What follows in a value over several lines can look like a name, and is passed over.
const names = String.raw`{ sub(/\r$/, "") }
inside != "" { if (index($0, inside)) inside = ""; next }
match($0, /^[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*[ \t]*=/) {
  name = substr($0, RSTART, RLENGTH); value = substr($0, RSTART + RLENGTH)
  sub(/^[ \t]*(export[ \t]+)?/, "", name); sub(/[ \t]*=$/, "", name); sub(/^[ \t]+/, "", value)
  quote = substr(value, 1, 1)
  if (index("\042\047\140", quote) && quote != "") { value = substr(value, 2); end = index(value, quote); if (end) value = substr(value, 1, end - 1); else inside = quote }
  if (value != "" && value !~ /^(=|#|encrypted:)/ && length(name) <= 128 && ++n <= 40) print "name", name
}`;

// without signatures and boxes: neither is a secret, and both are long
const structure = String.raw`/^(header|wrap|last) / { if (length($0) > 16384 || NF != 3) print "odd"; else print $1, $2; next }
/^value / { if (NF == 5) print $1, $2, $3, $4; else if (NF == 4) print $1, $2, $3, "-"; else print "odd"; next }
NR > 1 { print "odd" }`;

// a name that resolves slowly is asked for once and not waited for
const places = String.raw`grep '^wrap ' | grep -o '"origin":"https\{0,1\}://[][a-z0-9.:-]*"' | sed 's!^.*//!!; s!"$!!; s!:[0-9]*$!!; s!^\[!!; s!\]$!!' | sort -u | head -n 4 | while IFS= read -r p; do
  timeout 2 getent ahosts "$p" | awk -v p="$p" '{ print "place", p, $1 }' | sort -u
done`;

const script = String.raw`names='${names}' structure='${structure}'; export names structure
all=$(find -H /etc /home /opt /root /srv /var/www "$@" -xdev -maxdepth 6 '(' -name node_modules -o -name .git -o -name site-packages -o -name dist-packages -o -name .cache ')' -prune -o -type f '(' -name .env -o -name '.env.*' -o -name '*.env' -o -name '*.sealed' ')' ! -name '*example' ! -name '*sample' ! -name '*template' ! -name '*.dist' ! -path '*[[:cntrl:]]*' -size -16385k -print 2>/dev/null | sort -u)
seen=$(printf '%s\n' "$all" | sed '/^$/d' | head -n 64 | while IFS= read -r f; do
  case $(head -c 24 -- "$f" | tr -d '\0' | head -n 1) in
  'secondlock-sealed 1') printf 'sealed %s\n' "$f"; awk "$structure" "$f" | head -n 4096; printf 'above '; sed '$d' "$f" | sha256sum | cut -c1-64; printf 'whole '; sha256sum <"$f" | cut -c1-64 ;;
  *) printf 'plain %s\n' "$f"; head -c 262144 -- "$f" | awk "$names" ;;
  esac
done)
printf '%s\n' "$seen"
printf '%s\n' "$seen" | ${places}
[ "$(printf '%s\n' "$all" | wc -l)" -le 64 ] || echo more
printf 'here %s\ntoday %s\nend\n' "$(uname -n)" "$(date -u +%F)"`;

/** Environment files, in clear and sealed, where applications and people keep them. */
export const environmentFiles = defineFact<EnvironmentFiles>({
  id: "environment-files",
  title: "environment files, in clear and sealed",
  reads: ({ application }) => ({
    files: {
      argv: ["sh", "-c", script, "sh", ...(application?.directory.startsWith("/") ? [application.directory] : [])],
      bytes: 256 * 1024,
    },
  }),
  parse(raw): Reading<EnvironmentFiles> {
    const text = textOf(raw, "files");
    if (!text.known) return text;
    const all = lines(text.value);
    if (all.at(-1) !== "end") return unreadable("the output stops before its end");
    const files: { readonly kind: string; readonly path: string; readonly rows: string[] }[] = [];
    const told: Record<"here" | "today", string> = { here: "", today: "" };
    const addresses = new Map<string, string[]>();
    for (const line of all) {
      const [, tag = "", rest = ""] = /^([a-z]+) (.*)$/.exec(line) ?? [];
      if (tag === "plain" || tag === "sealed") files.push({ kind: tag, path: rest, rows: [] });
      else if (tag === "here" || tag === "today") told[tag] = rest;
      else if (tag === "place") addTo(addresses, rest);
      else files.at(-1)?.rows.push(line);
    }
    return known({
      plain: files.filter(({ kind }) => kind === "plain").map(({ path, rows }) => ({ path, names: namesIn(rows) })),
      sealed: files
        .filter(({ kind }) => kind === "sealed")
        .map(({ path, rows }) => ({ path, structure: readSealed(rows.filter((row) => !/^(more|end)$/.test(row))) })),
      places: Object.fromEntries(addresses),
      ...told,
      complete: !all.includes("more"),
    });
  },
});

function addTo(addresses: Map<string, string[]>, text: string): void {
  const [name = "", address = ""] = text.split(" ");
  if (name !== "" && address !== "") addresses.set(name, [...(addresses.get(name) ?? []), address]);
}

function namesIn(rows: readonly string[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => /^name ([A-Za-z_][A-Za-z0-9_]{0,127})$/.exec(row)?.[1] ?? []))].slice(0, 40);
}

/** What decides nothing for whoever reads it. */
const harmless = new Set(
  "NODE_ENV PORT HOST HOSTNAME TZ LANG LC_ALL LOG_LEVEL DEBUG APP_ENV APP_NAME APP_DEBUG RAILS_ENV BASE_URL PUBLIC_URL".split(
    " ",
  ),
);

/** Names that give something away, of the files in clear that have any. */
export function exposed({ plain }: EnvironmentFiles): readonly PlainFile[] {
  return plain
    .map(({ path, names }) => ({ path, names: names.filter((name) => !harmless.has(name)) }))
    .filter((file) => file.names.length > 0);
}

/** `/srv/shop/.env (API_KEY, DATABASE_URL and 3 more)` of the first few. */
export function exposedText(files: readonly PlainFile[]): string {
  const shown = files.slice(0, 3).map(({ path, names }) => {
    const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
    return `${path} (${names.slice(0, 5).join(", ")}${more})`;
  });
  return files.length > 3 ? `${shown.join(", ")} and ${files.length - 3} more` : shown.join(", ");
}
