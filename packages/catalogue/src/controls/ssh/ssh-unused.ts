import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { sshLogins } from "../../facts/ssh-logins.ts";
import { sshdRunning } from "../../facts/sshd-running.ts";

export const sshUnused = defineControl({
  id: "ssh-unused",
  title: "sshd runs only where somebody logs in",
  why: "A service that nobody uses is a door that nobody watches.",
  severity: "low",
  area: "ssh",
  covers: ["R027", "R029", "R071"],
  applies: onlyWhere(({ ssh }) => ssh === undefined, "this audit itself logs in over SSH"),
  facts: { running: sshdRunning, logins: sshLogins },
  verdict({ running, logins }) {
    if (!running.daemon) return holds("sshd does not run");
    if (logins.recent) return holds("somebody logged in within 90 days");
    return logins.daysLogged < 90
      ? undecided(`the logs reach back ${logins.daysLogged} days only, and have no login`)
      : broken("sshd runs, and nobody has logged in for 90 days");
  },
  attempt: { none: "whether somebody uses it does not show from outside" },
  fix: () => [
    byHand("Where there is another way in, e.g. the console: systemctl disable --now ssh.service ssh.socket."),
  ],
  references: ["CIS Debian 12, server services"],
});
