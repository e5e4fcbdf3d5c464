import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { authorizedKeys, openOnTheWay } from "../../facts/authorized-keys.ts";
import { shown } from "../../facts/ssh-file.ts";
import { authorizedKeysClosed } from "../../states/ssh-file-modes.ts";

export const sshAuthorizedKeysModes = defineControl({
  id: "ssh-authorized-keys-modes",
  title: "Only the account itself writes its key file",
  why: "Whoever may write the file, or a directory above it, adds a key of his own.",
  severity: "medium",
  area: "ssh",
  covers: ["R015"],
  applies: everyHost,
  facts: { authorized: authorizedKeys },
  verdict({ authorized }) {
    const wrong = authorized.files.flatMap(openOnTheWay);
    if (wrong.length > 0) return broken(shown(wrong));
    return authorized.complete
      ? holds(`${authorized.files.length} key files, each closed to all but its account`)
      : undecided("there are more accounts than are looked at");
  },
  attempt: { none: "it would write to the key file of another account" },
  fix: () => [authorizedKeysClosed()],
  references: ["https://man.openbsd.org/sshd#FILES", "https://man.openbsd.org/sshd_config#StrictModes"],
});
