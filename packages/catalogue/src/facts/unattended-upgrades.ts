import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** Whether the program that installs updates is there: `apt remove` leaves its settings behind. */
export const unattendedUpgrades = defineFact<boolean>({
  id: "unattended-upgrades",
  title: "the program that installs updates by itself",
  reads: () => ({
    package: {
      argv: [
        "sh",
        "-c",
        "command -v dpkg-query >/dev/null || exit 127; dpkg-query -W -f '${db:Status-Status} package\\n' unattended-upgrades 2>/dev/null; echo end",
      ],
      root: false,
    },
  }),
  parse(raw): Reading<boolean> {
    const tagged = taggedLines(raw, "package");
    return tagged.known ? known(allOf(tagged.value, "installed").length > 0) : tagged;
  },
});
