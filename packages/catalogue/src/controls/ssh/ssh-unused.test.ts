import { testControl } from "../../../testing/test-control.ts";
import { sshUnused } from "./ssh-unused.ts";

const changed = { path: "/etc/ssh/sshd_config", at: 1 };
const running = { changed, others: [], daemon: { loaded: 2, programOnDisk: true, commandLine: "/usr/sbin/sshd" } };
/** This machine: the service file gives no login. */
const wanted = { ssh: undefined as never };

testControl(sshUnused, {
  holds: {
    "somebody logged in": { facts: { running, logins: { recent: true, daysLogged: 10 } }, wanted },
    "Debian 12 without a started sshd": {
      facts: { running: { changed, others: [] }, logins: { recent: false, daysLogged: 400 } },
      wanted,
    },
  },
  broken: {
    "nobody for 90 days": {
      facts: { running, logins: { recent: false, daysLogged: 200 } },
      wanted,
      because: /90 days/,
    },
  },
  notApplicable: { "audited over SSH": {} },
});
