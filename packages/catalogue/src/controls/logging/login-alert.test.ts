import { testControl } from "../../../testing/test-control.ts";
import { loginAlert } from "./login-alert.ts";

const on = { loaded: true, active: true, enabled: true, restart: "always" };
const none = { watched: [], followers: [], sessionPrograms: [] };
const rule = { log: "/var/log/auth.log", there: true, pattern: '"Accepted publickey"' };

testControl(loginAlert, {
  holds: {
    "a follower of the journal": {
      facts: { alerts: { ...none, followers: [{ unit: "login-alert.service", active: true }] }, units: {} },
    },
    "a program of PAM": {
      facts: { alerts: { ...none, sessionPrograms: [{ program: "/usr/local/sbin/told", there: true }] }, units: {} },
    },
    "the guide's Monit, with rsyslog": {
      facts: { alerts: { ...none, watched: [rule], monitSeconds: 5 }, units: { "monit.service": on } },
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { alerts: none, units: {} }, because: /nothing looks/ },
    "the guide's Monit on Debian 12": {
      facts: {
        alerts: { ...none, watched: [{ ...rule, there: false }], monitSeconds: 5 },
        units: { "monit.service": on },
      },
      because: /auth\.log, which is not there/,
    },
    "Monit was stopped": {
      facts: { alerts: { ...none, watched: [rule], monitSeconds: 5 }, units: {} },
      because: /does not run/,
    },
    "Monit's own two minutes": {
      facts: { alerts: { ...none, watched: [rule], monitSeconds: 120 }, units: { "monit.service": on } },
      because: /120 s/,
    },
    "the follower has died": {
      facts: { alerts: { ...none, followers: [{ unit: "login-alert.service", active: false }] }, units: {} },
    },
    "the program is gone": {
      facts: { alerts: { ...none, sessionPrograms: [{ program: "/usr/local/sbin/told", there: false }] }, units: {} },
      because: /told/,
    },
  },
});
