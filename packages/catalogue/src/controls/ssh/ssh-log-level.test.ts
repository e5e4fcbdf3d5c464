import { testControl } from "../../../testing/test-control.ts";
import { sshLogLevel } from "./ssh-log-level.ts";

testControl(sshLogLevel, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { loglevel: "INFO" }, root: { loglevel: "INFO" } } } },
    },
    "with the fingerprints of refused keys": {
      facts: { sshd: { byAccount: { ada: { loglevel: "VERBOSE" }, root: { loglevel: "VERBOSE" } } } },
    },
  },
  broken: {
    "nothing is logged": {
      facts: { sshd: { byAccount: { ada: { loglevel: "QUIET" }, root: { loglevel: "QUIET" } } } },
      because: /QUIET/,
    },
    "logins are not logged": {
      facts: { sshd: { byAccount: { ada: { loglevel: "ERROR" }, root: { loglevel: "ERROR" } } } },
      because: /ERROR/,
    },
    "private data is logged": {
      facts: { sshd: { byAccount: { ada: { loglevel: "DEBUG3" }, root: { loglevel: "DEBUG3" } } } },
      because: /DEBUG3/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
