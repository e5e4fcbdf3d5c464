import { sudoRules } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoLogs } from "./sudo-logs.ts";

const setting = (name: string, value: string | boolean, bound = "") => ({ bound, name, value });

testControl(sudoLogs, {
  holds: {
    "Debian 12 as installed": { facts: { sudoers: sudoRules() }, because: /system log/ },
    "a file of its own instead": {
      facts: { sudoers: sudoRules({ defaults: [setting("syslog", false), setting("logfile", "/var/log/sudo.log")] }) },
      because: /sudo\.log/,
    },
  },
  broken: {
    "no log at all": { facts: { sudoers: sudoRules({ defaults: [setting("syslog", false)] }) }, because: /!syslog/ },
    "commands that are allowed are not logged": {
      facts: { sudoers: sudoRules({ defaults: [setting("log_allowed", false)] }) },
      because: /log_allowed/,
    },
    "not for ada": {
      facts: { sudoers: sudoRules({ defaults: [setting("syslog", "auth"), setting("syslog", false, "ada")] }) },
    },
  },
});
