import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";
import { unitFolders } from "./unit-folders.ts";

/** Properties by name as systemd prints them, e.g. `NoNewPrivileges: "yes"`. */
export type UnitProperties = Readonly<Record<string, string>>;

const shown = [
  "Id",
  "User",
  "DynamicUser",
  "NoNewPrivileges",
  "ProtectSystem",
  "ProtectHome",
  "PrivateTmp",
  "PrivateDevices",
  "RestrictSUIDSGID",
  "Restart",
  "UnitFileState",
  "ActiveState",
];

// A unit can hide that it runs the application: with another name of the same uid, with a link to the folder, in a file that
// went since. What runs as the account shows it. Of units whose main process is another's, such as cron's, some part only is the
// account's: bounds would end what the rest does. A file of a process that is gone by now is read as empty; mawk would end.
const running = String.raw`BEGIN {
  for (i = 1; i < ARGC; i++) {
    unit = ""; file = ARGV[i] "/cgroup"
    while ((getline line < file) > 0) if (line ~ /^(0::|1:name=systemd:)\// && line !~ /^[^\/]*\/user[.]slice\// && match(line, /\/[^\/]*[.]service(\/|$)/)) {
      unit = substr(line, RSTART + 1, RLENGTH - 1); sub(/\/$/, "", unit); break
    }
    close(file)
    if (unit == "") continue
    file = ARGV[i] "/status"
    while ((getline line < file) > 0) if (line ~ /^Uid:/) { split(line, word); if (word[2] == n || word[3] == n) print substr(ARGV[i], 7), unit; break }
    close(file)
  }
}`;

// Asking systemd for every unit is dear, so files that name neither the account nor the folder of the code are passed over, unless
// systemd puts something of its own into them. Asked for are loaded units only: the pattern in the name's last letter sees to that. Command lines and environments can hold secrets: they are looked at on the host, and stay there.
const script = String.raw`[ -n "$1$2" ] || { echo end; exit 0; }
command -v systemctl >/dev/null || exit 127
[ -d /run/systemd/system ] || exit 1
u=$1 d=$2; set --
${unitFolders}
plain() { case $1 in '') echo '$x' ;; *[!A-Za-z0-9_.-]*) echo . ;; *) echo "$1" ;; esac; }
n=$(id -u -- "$u" 2>/dev/null) run=
[ "$n" != 0 ] || n=
[ -z "$n" ] || run=$(awk -v n="$n" '${running}' /proc/[0-9]*)
names=$({ grep -RlsE -e "$(plain "$u")" -e "$(plain "${"$"}{d##*/}")" -e '^[[:space:]]*(User|ExecStart|WorkingDirectory)[[:space:]]*=.*%' -e "^[[:space:]]*User[[:space:]]*=[[:space:]]*$(plain "$n")[[:space:]]*$" -- "$@" |
  sed -n 's!^.*/\([^/]*service\)\([.]d/[^/]*[.]conf\)\{0,1\}$!\1!p'; [ -z "$run" ] || printf '%s\n' "$run" | sed 's/^[0-9]* //'; } |
  sed 's/^service$/*.service/; s/\([@-]\)[.]service$/\1*.service/; s/\\/[\\\\]/g; s/e$/[e]/' | sort -u)
[ -n "$names" ] || { echo end; exit 0; }
all=$(printf '%s\n' "$names" | xargs -d '\n' systemctl show --no-pager -p ${shown.join(" -p ")} -p ExecStart -p WorkingDirectory -p MainPID --) || exit 1
printf '%s\n\n' "$all" | run="$run" awk -v u="$u" -v n="$n" -v d="$d" 'BEGIN { RS = ""; FS = "\n"; split(ENVIRON["run"], at); for (i in at) { sub(/ .*/, "", at[i]); main["MainPID=" at[i]] } }
/(^|\n)Id=user@/ { next }
{ hit = 0
  for (i = 1; i <= NF; i++) if ($i == "User=" u || (n != "" && $i == "User=" n) || ($i in main) || (d != "" && $i ~ /^(ExecStart|WorkingDirectory)=/ && index($i, d))) hit = 1
  if (!hit) next
  print "unit"
  for (i = 1; i <= NF; i++) if ($i !~ /^(ExecStart|WorkingDirectory|MainPID)=/) print "is", $i }' | awk '$1 == "unit" { n++; next } { print "unit" n, $2 }' | while read -r n p; do
  printf '%s %s\n' "$n" "$p"
  case $p in Id=*) printf '%s Exposure=%s\n' "$n" "$(timeout 5 systemd-analyze security --no-pager "${"$"}{p#Id=}" 2>/dev/null | sed -n 's/.*Overall exposure level.*: \([0-9.]*\).*/\1/p')" ;; esac
done
echo end`;

/** Folders that the account owns, and so may write to; not the code itself, which belongs to root. */
const folderScript = `find /var /srv /opt /data /mnt /usr/local -xdev -type d -user "$1" ! -path "$2" -printf 'folder %p\\n' 2>/dev/null | head -n 200
echo end`;

/** The units that run the application, by what they may do. */
export const applicationUnits = defineFact<readonly UnitProperties[]>({
  id: "application-units",
  title: "the services of the application",
  reads: ({ application }) => ({
    units: { argv: ["sh", "-c", script, "sh", application?.user ?? "", application?.directory ?? ""], root: false },
    folders: { argv: ["sh", "-c", folderScript, "sh", application?.user ?? "", application?.directory ?? ""] },
  }),
  parse(raw): Reading<readonly UnitProperties[]> {
    const tagged = taggedLines(raw, "units");
    if (!tagged.known) return tagged;
    const units = [...tagged.value.keys()].filter((tag) => /^unit\d+$/.test(tag));
    const seen = taggedLines(raw, "folders");
    const folders = seen.known ? allOf(seen.value, "folder") : [];
    return known(
      units.map((unit) => ({
        ...Object.fromEntries(
          allOf(tagged.value, unit)
            .map(property)
            .filter(([name, value]) => name !== "Exposure" || value !== ""),
        ),
        ...(folders.length === 0 ? {} : { Folders: folders.join("\n") }),
      })),
    );
  },
});

function property(line: string): readonly [string, string] {
  const equals = line.indexOf("=");
  return [line.slice(0, Math.max(equals, 0)), line.slice(equals + 1)];
}
