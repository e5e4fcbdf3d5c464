import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

// an enabled unit is a link below .wants or .requires, a masked one a link to /dev/null: asking systemctl takes half a second
const script = `cd /etc/systemd/system || { [ -d /etc ] && echo end; exit 0; }
for f in *.wants/*.service *.wants/*.socket *.requires/*.service *.requires/*.socket; do
  u=\${f##*/}
  [ -L "$f" ] && ! [ -c "$u" ] && echo "enabled $u"
done
echo end`;

/** Services and sockets that start with the host, also where systemd does not run now. */
export const enabledUnits = defineFact<readonly string[]>({
  id: "enabled-units",
  title: "the services that start with the host",
  reads: () => ({ units: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<readonly string[]> {
    const tagged = taggedLines(raw, "units");
    if (!tagged.known) return tagged;
    return known([
      ...new Set(allOf(tagged.value, "enabled").filter((unit) => /^[\w@:.\\-]+\.(service|socket)$/.test(unit))),
    ]);
  },
});
