import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { loginAlerts } from "../../facts/login-alerts.ts";
import { loginsTold } from "../../states/login-alerts.ts";

const follow =
  "Declare alerts: in the service file, and a service of ours does it. Or let a service follow the journal (journalctl -f -t sshd -t sshd-session) and send a message for each Accepted line, or let PAM run a program for each session of sshd (pam_exec.so). Debian 12 has no /var/log/auth.log without rsyslog.";

export const loginAlert = defineControl({
  id: "login-alert",
  title: "Somebody is told of every login",
  why: "A login that nobody expects is the first, and often the only, sign of an attack; within a minute it can still be stopped.",
  severity: "high",
  area: "logging",
  covers: ["R077", "R079", "R080", "R081", "R085", "R095"],
  applies: everyHost,
  facts: { alerts: loginAlerts },
  verdict({ alerts: { watched, monitRuns, monitSeconds = 120, followers, sessionPrograms } }) {
    const follower = followers.find(({ active }) => active);
    if (follower) return holds(`${follower.unit} follows the journal`);
    const program = sessionPrograms.find(({ there }) => there);
    if (program) return holds(`PAM runs ${program.program} for each session`);
    const log = watched.find(({ there }) => there);
    if (log && !monitRuns) return broken("Monit has the rule, and does not run");
    if (log && monitSeconds > 60) return broken(`Monit looks only every ${monitSeconds} s`);
    if (log) return holds(`Monit watches ${log.log}`);
    if (watched[0]) return broken(`Monit watches ${watched[0].log}, which is not there: it never alerts`);
    if (followers[0]) return broken(`${followers[0].unit} is there, and does not run`);
    return broken(
      sessionPrograms[0]
        ? `PAM is to run ${sessionPrograms[0].program}, which is not there`
        : "nothing looks at logins",
    );
  },
  attempt: { none: "whether the message arrives shows only with its receiver; a drill asks for it" },
  fix: ({ alerts }) => [alerts === undefined ? byHand(follow) : loginsTold(alerts)],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: [
    "man journalctl",
    "man pam_exec",
    "https://mmonit.com/monit/documentation/monit.html#FILE-CONTENT-TESTING",
  ],
});
