import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

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

// command lines and environments can hold secrets: they are looked at on the host, and stay there
const script = String.raw`all=$(systemctl show --no-pager -p ${shown.join(" -p ")} -p ExecStart -p WorkingDirectory -- '*.service') || exit 1
printf '%s\n\n' "$all" | awk -v u="$1" -v d="$2" 'BEGIN { RS = ""; FS = "\n" }
{ hit = 0
  for (i = 1; i <= NF; i++) if ($i == "User=" u || (d != "" && $i ~ /^(ExecStart|WorkingDirectory)=/ && index($i, d))) hit = 1
  if (!hit) next
  print "unit"
  for (i = 1; i <= NF; i++) if ($i !~ /^(ExecStart|WorkingDirectory)=/) print "is", $i }' | awk '$1 == "unit" { n++; next } { print "unit" n, $2 }'
echo end`;

/** The units that run the application, by what they may do. */
export const applicationUnits = defineFact<readonly UnitProperties[]>({
  id: "application-units",
  title: "the services of the application",
  reads: ({ application }) => ({
    units: { argv: ["sh", "-c", script, "sh", application?.user ?? "", application?.directory ?? ""], root: false },
  }),
  parse(raw): Reading<readonly UnitProperties[]> {
    const tagged = taggedLines(raw, "units");
    if (!tagged.known) return tagged;
    const units = [...tagged.value.keys()].filter((tag) => /^unit\d+$/.test(tag));
    return known(units.map((unit) => Object.fromEntries(allOf(tagged.value, unit).map(property))));
  },
});

function property(line: string): readonly [string, string] {
  const equals = line.indexOf("=");
  return [line.slice(0, Math.max(equals, 0)), line.slice(equals + 1)];
}
