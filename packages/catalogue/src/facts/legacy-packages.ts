import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** Programs that send passwords and data in the clear (CIS 2.2). */
const names = [
  "telnet",
  "inetutils-telnet",
  "rsh-client",
  "rsh-redone-client",
  "talk",
  "inetutils-talk",
  "nis",
  "yp-tools",
  "ftp",
  "tnftp",
  "inetutils-ftp",
  "tftp",
  "tftp-hpa",
  "atftp",
] as const;

/** Those of them that are installed; a package that only hands over to another is not counted. */
export const legacyPackages = defineFact<readonly string[]>({
  id: "legacy-packages",
  title: "client programs that send passwords in the clear",
  reads: () => ({
    packages: {
      argv: [
        "sh",
        "-c",
        `command -v dpkg-query >/dev/null || exit 127; dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' "$@" 2>/dev/null; echo end`,
        "sh",
        ...names,
      ],
      root: false,
    },
  }),
  parse(raw): Reading<readonly string[]> {
    const tagged = taggedLines(raw, "packages");
    return tagged.known ? known(allOf(tagged.value, "installed")) : tagged;
  },
});
