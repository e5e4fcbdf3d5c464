import { defineControl, everyHost } from "@secondlock/model";
import { ordinaryRefusal } from "../../attempts/ordinary-refusal.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import type { FileRecord } from "../../facts/file-records.ts";
import { homes } from "../../facts/homes.ts";
import { fileModes } from "../../states/file-modes.ts";

const isHome = ({ path, kind }: FileRecord): boolean => kind === "directory" && path !== "/" && !path.includes("/.");

export const homeModes = defineControl({
  id: "home-modes",
  title: "Home directories are private",
  why: "Keys, tokens, shell histories and dumps lie in home directories; a stranger who got any account reads them all.",
  severity: "medium",
  area: "accounts",
  covers: ["R015", "R031"],
  applies: everyHost,
  facts: { homes },
  verdict: ({ homes: list }) =>
    noneOf(list, (file) => isHome(file) && (file.mode & 0o027) !== 0, {
      good: "nobody else can read or change one",
      bad: "open to others",
    }),
  attempt: ordinaryRefusal({
    id: "read-other-home",
    title: "list somebody else's home directory",
    argv: () => [
      "sh",
      "-c",
      'for h in /root /home/*; do [ -d "$h" ] && [ ! "$h" -ef "$HOME" ] && [ -r "$h" ] && exit 0; done; exit 1',
    ],
  }),
  fix: () => [fileModes(homes, { files: "home directories", matches: isHome, most: 0o7750 })],
  references: [
    "CIS Debian 12, local user and group settings",
    "https://manpages.debian.org/bookworm/adduser/adduser.conf.5.en.html",
  ],
});
