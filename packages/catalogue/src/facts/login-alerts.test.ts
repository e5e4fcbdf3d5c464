import { testFact } from "../../testing/test-fact.ts";
import { loginAlerts } from "./login-alerts.ts";

testFact(loginAlerts, {
  "a Debian 12 that followed the old guide": {
    outputs: { alerts: 'seconds 5\nmonit no /var/log/auth.log "Accepted publickey"\nend\n' },
    gives: {
      watched: [{ log: "/var/log/auth.log", there: false, pattern: '"Accepted publickey"' }],
      monitRuns: false,
      monitSeconds: 5,
      followers: [],
      sessionPrograms: [],
    },
  },
  "stopped half way": {
    outputs: { alerts: 'seconds 5\nmonit no /var/log/auth.log "Accepted publickey"\n' },
    unreadable: /before its end/,
  },
});
