import { testControl } from "../../../testing/test-control.ts";
import { apparmorOn } from "./apparmor-on.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(apparmorOn, {
  holds: {
    "Debian 12 as installed": { facts: { machine, apparmor: { enabled: true, enforced: 7, complaining: 0 } } },
    "some only complain": {
      facts: { machine, apparmor: { enabled: true, enforced: 1, complaining: 12 } },
      because: /12 only complain/,
    },
  },
  broken: {
    "apparmor=0 on the command line": {
      facts: { machine, apparmor: { enabled: false, enforced: 0, complaining: 0 } },
      because: /without/,
    },
    "all profiles only complain": {
      facts: { machine, apparmor: { enabled: true, enforced: 0, complaining: 12 } },
      because: /enforced/,
    },
  },
});
