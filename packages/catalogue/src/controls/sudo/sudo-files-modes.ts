import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { isOpenSudoFile, sudoFiles } from "../../facts/sudo-files.ts";
import { sudoFilesClosed } from "../../states/sudo-files.ts";

export const sudoFilesModes = defineControl({
  id: "sudo-files-modes",
  title: "Only root can read and change sudo's rules",
  why: "Whoever can write a rule is root; whoever can read them knows which account to go for.",
  severity: "high",
  area: "sudo",
  covers: ["R012", "R031"],
  applies: everyHost,
  facts: { files: sudoFiles },
  verdict({ files }) {
    if (!files.files.some(({ path }) => path === "/usr/bin/sudo")) return notApplicable("sudo is not installed");
    return noneOf(files, isOpenSudoFile, { good: "rules are root's, mode 0440", bad: "open to others" });
  },
  attempt: { none: "writing a rule would change the host; reading is covered by sudo-only-administrators" },
  fix: () => [...sudoFilesClosed()],
  references: ["CIS Debian 12 5.2", "https://www.sudo.ws/docs/man/sudoers.man/#FILES"],
});
