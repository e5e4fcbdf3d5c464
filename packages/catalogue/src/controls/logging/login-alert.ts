import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { loginAlerts } from "../../facts/login-alerts.ts";
import { systemUnits, unitOf } from "../../facts/system-units.ts";

const mostSeconds = 60;
const byHandText =
  "Let a service follow the journal (journalctl -f -t sshd -t sshd-session) and send a message for each Accepted line, or let PAM run a program for each session of sshd (session optional pam_exec.so). On Debian 12 there is no /var/log/auth.log unless rsyslog is installed.";

export const loginAlert = defineControl({
  id: "login-alert",
  title: "Somebody is told of every login",
  why: "A login that nobody expects is the first, and often the only, sign of an attack; within a minute it can still be stopped.",
  severity: "high",
  area: "logging",
  covers: ["R077", "R079", "R080", "R081", "R085", "R095"],
  applies: everyHost,
  facts: { alerts: loginAlerts, units: systemUnits },
  verdict({ alerts: { watched, monitSeconds, followers, sessionPrograms }, units }) {
    const follower = followers.find(({ active }) => active);
    if (follower) return holds(`${follower.unit} follows the journal`);
    const program = sessionPrograms.find(({ there }) => there);
    if (program) return holds(`PAM runs ${program.program} for each session`);
    const log = watched.find(({ there }) => there);
    if (log && !unitOf(units, "monit.service").active) return broken("Monit has the rule, and does not run");
    if (log && (monitSeconds ?? 120) > mostSeconds) return broken(`Monit looks only every ${monitSeconds ?? 120} s`);
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
  fix: () => [byHand(byHandText)],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: [
    "man journalctl",
    "man pam_exec",
    "https://mmonit.com/monit/documentation/monit.html#FILE-CONTENT-TESTING",
  ],
});
