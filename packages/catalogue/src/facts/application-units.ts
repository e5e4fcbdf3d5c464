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

// Asking systemd for every unit is dear, so files that name neither the account nor the folder of the code are passed over, unless
// systemd puts something of its own into them. Asked for are loaded units only: the pattern in the name's last letter sees to that. Command lines and environments can hold secrets: they are looked at on the host, and stay there.
const script = String.raw`[ -n "$1$2" ] || { echo end; exit 0; }
command -v systemctl >/dev/null || exit 127
[ -d /run/systemd/system ] || exit 1
u=$1 d=$2; set --
${unitFolders}
plain() { case $1 in '') echo '$x' ;; *[!A-Za-z0-9_.-]*) echo . ;; *) echo "$1" ;; esac; }
names=$(grep -RlsE -e "$(plain "$u")" -e "$(plain "${"$"}{d##*/}")" -e '^[[:space:]]*(User|ExecStart|WorkingDirectory)[[:space:]]*=.*%' -- "$@" |
  sed -n 's!^.*/\([^/]*service\)\([.]d/[^/]*[.]conf\)\{0,1\}$!\1!p' | sed 's/^service$/*.service/; s/\([@-]\)[.]service$/\1*.service/; s/e$/[e]/' | sort -u)
[ -n "$names" ] || { echo end; exit 0; }
all=$(printf '%s\n' "$names" | xargs -d '\n' systemctl show --no-pager -p ${shown.join(" -p ")} -p ExecStart -p WorkingDirectory --) || exit 1
printf '%s\n\n' "$all" | awk -v u="$u" -v d="$d" 'BEGIN { RS = ""; FS = "\n" }
{ hit = 0
  for (i = 1; i <= NF; i++) if ($i == "User=" u || (d != "" && $i ~ /^(ExecStart|WorkingDirectory)=/ && index($i, d))) hit = 1
  if (!hit) next
  print "unit"
  for (i = 1; i <= NF; i++) if ($i !~ /^(ExecStart|WorkingDirectory)=/) print "is", $i }' | awk '$1 == "unit" { n++; next } { print "unit" n, $2 }' | while read -r n p; do
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
