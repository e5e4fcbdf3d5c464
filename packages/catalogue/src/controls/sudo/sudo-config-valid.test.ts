import { testControl } from "../../../testing/test-control.ts";
import { sudoConfigValid } from "./sudo-config-valid.ts";

testControl(sudoConfigValid, {
  holds: { "Debian 12 as installed": { facts: { check: { installed: true, complaint: "" } } } },
  broken: {
    "a stray word in a drop-in": {
      facts: { check: { installed: true, complaint: "/etc/sudoers.d/x:1:8: syntax error" } },
      because: /syntax error/,
    },
    "sudoers is readable by others": {
      facts: { check: { installed: true, complaint: "/etc/sudoers: bad permissions, should be mode 0440" } },
    },
  },
});
