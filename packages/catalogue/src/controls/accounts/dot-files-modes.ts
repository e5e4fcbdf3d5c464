import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { type FileRecord, named } from "../../facts/file-records.ts";
import { dotFilesOf, homeOf, homes } from "../../facts/homes.ts";

const secretive = /\/\.(netrc|pgpass|my\.cnf|git-credentials|google_authenticator)$/;

export const dotFilesModes = defineControl({
  id: "dot-files-modes",
  title: "Nobody else can change what a login runs",
  why: "Who can write to somebody's .bashrc runs commands as that person at the next login, and soon as root.",
  severity: "medium",
  area: "accounts",
  covers: ["R015", "R031"],
  applies: everyHost,
  facts: { accounts, homes },
  verdict({ accounts: list, homes: files }) {
    const wrong = list.accounts
      .filter(({ uid }) => uid === 0 || (uid >= 1000 && uid !== 65_534))
      .flatMap((account) => {
        const home = homeOf(files, account);
        const foreign = ({ owner }: FileRecord): boolean =>
          owner !== account.name && owner !== "root" && owner !== String(account.uid);
        const all = [...(home ? [home] : []), ...(account.home === "/" ? [] : dotFilesOf(files, account))];
        return all.filter(
          (file) =>
            foreign(file) ||
            (file !== home && (file.mode & 0o022) !== 0) ||
            (secretive.test(file.path) && (file.mode & 0o077) !== 0),
        );
      });
    if (wrong.length > 0) return broken(`open to others, or somebody else's: ${named([...new Set(wrong)])}`);
    return files.complete
      ? holds("every dot file belongs to its person")
      : undecided("the search was cut short before it had seen everything");
  },
  attempt: { none: "writing to another person's file would change the host" },
  fix: () => [
    byHand(
      "`chmod go-w FILE` and `chown NAME FILE`; for files with passwords in them `chmod 600 FILE`. Read what is in it first: somebody may have used it.",
    ),
  ],
  references: ["CIS Debian 12, local user and group settings"],
});
