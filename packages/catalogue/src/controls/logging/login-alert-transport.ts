import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { alertChannels } from "../../facts/alert-channels.ts";
import { channelStates } from "../../facts/alert-verdict.ts";
import { alertsCarried } from "../../states/login-alerts.ts";

export const loginAlertTransport = defineControl({
  id: "login-alert-transport",
  title: "The alert on a login has a way to reach people",
  why: "An alert that is written, and goes out over a mail server or a script that does not work, is never missed by anybody.",
  severity: "medium",
  area: "logging",
  covers: ["R083", "R084", "R086", "R087", "R090"],
  applies: everyHost,
  facts: { channels: alertChannels },
  verdict({ channels }) {
    const all = channelStates(channels);
    if (all.length === 0) return notApplicable("nothing looks at logins, so that there is nothing to carry");
    const works = all.filter(({ fault }) => fault === "").map(({ channel }) => channel);
    if (works.length > 0) return holds(works.slice(0, 3).join(" and "));
    const unclear = all.find((one) => one.unclear);
    return unclear ? undecided(unclear.fault) : broken(all.map(({ fault }) => fault).join("; "));
  },
  attempt: { none: "whether the message arrives shows only with its receiver; a drill asks for it" },
  fix: ({ alerts }) => [
    ...(alerts === undefined ? [] : [alertsCarried(alerts)]),
    byHand(
      "Monit: set mailserver NAME port 587 using tls, and set alert ADDRESS not on { instance, action }. A script: give it an https hook, the interpreter of its first line, mode 0700, and a line in the log for each answer.",
    ),
  ],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: ["https://mmonit.com/monit/documentation/monit.html#ALERT-MESSAGES", "man pam_exec"],
});
