import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { homes } from "../../facts/homes.ts";

const trust = /\/\.(rhosts|shosts)$|^\/etc\/s?hosts\.equiv$/;

export const legacyEntries = defineControl({
  id: "legacy-entries",
  title: "No leftovers of NIS and rlogin",
  why: "A + line takes in accounts from elsewhere, and .rhosts lets in whoever says the right name.",
  severity: "medium",
  area: "accounts",
  covers: ["R011", "R007"],
  applies: everyHost,
  facts: { accounts, homes },
  verdict({ accounts: { legacy }, homes: { files } }) {
    const found = [
      ...legacy.map((file) => `+ line in ${file}`),
      ...files.filter(({ path }) => trust.test(path)).map(({ path }) => path),
    ];
    return found.length === 0 ? holds("no + line, no .rhosts, no hosts.equiv") : broken(found.slice(0, 5).join(", "));
  },
  attempt: { none: "sshd ignores these files unless it is told otherwise, which the controls of SSH look at" },
  fix: () => [byHand("Remove the line or file that is named. Nothing on a host of today needs it.")],
  references: [
    "CIS Debian 12, local user and group settings",
    "https://manpages.debian.org/bookworm/manpages/hosts.equiv.5.en.html",
  ],
});
