import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

export interface Release {
  /** E.g. `debian`. */
  readonly id: string;
  /** E.g. `12`; empty for a rolling or unfinished release. */
  readonly version: string;
  readonly name: string;
  /** The host's own date, ISO. */
  readonly today: string;
  /** Whether Ubuntu Pro gives this host its longer support. */
  readonly extended: boolean;
}

const script = String.raw`grep -E '^(ID|VERSION_ID|PRETTY_NAME)=' /etc/os-release | sed 's/^/os /'
date -u '+today %Y-%m-%d'
[ -e /var/lib/ubuntu-advantage/private/machine-token.json ] && echo extended
echo end`;

export const release = defineFact<Release>({
  id: "release",
  title: "the release of the system",
  reads: () => ({ release: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<Release> {
    const tagged = taggedLines(raw, "release");
    if (!tagged.known) return tagged;
    const today = lastOf(tagged.value, "today") ?? "";
    if (!/^\d{4}-\d\d-\d\d$/.test(today)) return unreadable("the host told no date");
    const fields = new Map(
      allOf(tagged.value, "os").map((line): [string, string] => {
        const [name = "", ...value] = line.split("=");
        return [name, value.join("=").replace(/^["']|["']$/g, "")];
      }),
    );
    const id = fields.get("ID") ?? "";
    if (id === "") return unreadable("the system does not say what it is");
    return known({
      id,
      version: fields.get("VERSION_ID") ?? "",
      name: fields.get("PRETTY_NAME") ?? id,
      today,
      extended: tagged.value.has("extended"),
    });
  },
});
