import { testControl } from "../../../testing/test-control.ts";
import { loginAlert } from "./login-alert.ts";

const none = { monitRuns: false, watched: [], followers: [], sessionPrograms: [] };
const rule = { log: "/var/log/auth.log", there: true, pattern: '"Accepted publickey"' };

testControl(loginAlert, {
  holds: {
    "a follower of the journal": {
      facts: { alerts: { ...none, followers: [{ unit: "login-alert.service", active: true }] } },
    },
    "a program of PAM": {
      facts: { alerts: { ...none, sessionPrograms: [{ program: "/usr/local/sbin/told", there: true }] } },
    },
    "the guide's Monit, with rsyslog": {
      facts: { alerts: { ...none, monitRuns: true, watched: [rule], monitSeconds: 5 } },
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { alerts: none }, because: /nothing looks/ },
    "Debian 12 as installed, with a channel that is declared": {
      facts: { alerts: none },
      wanted: { alerts: { channels: [{ kind: "slack", name: "chat", url: "sealed:HOOK" }], quiet: [] } },
    },
    "the guide's Monit on Debian 12": {
      facts: {
        alerts: { ...none, monitRuns: true, watched: [{ ...rule, there: false }], monitSeconds: 5 },
      },
      because: /auth\.log, which is not there/,
    },
    "Monit was stopped": {
      facts: { alerts: { ...none, watched: [rule], monitSeconds: 5 } },
      because: /does not run/,
    },
    "Monit's own two minutes": {
      facts: { alerts: { ...none, monitRuns: true, watched: [rule], monitSeconds: 120 } },
      because: /120 s/,
    },
    "the follower has died": {
      facts: { alerts: { ...none, followers: [{ unit: "login-alert.service", active: false }] } },
    },
    "the program is gone": {
      facts: { alerts: { ...none, sessionPrograms: [{ program: "/usr/local/sbin/told", there: false }] } },
      because: /told/,
    },
  },
});
