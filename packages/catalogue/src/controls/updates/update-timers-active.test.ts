import { testControl } from "../../../testing/test-control.ts";
import { updateTimersActive } from "./update-timers-active.ts";

const on = { loaded: true, active: true, enabled: true, restart: "" };

testControl(updateTimersActive, {
  holds: { "Debian 12 as installed": { facts: { units: { "apt-daily.timer": on, "apt-daily-upgrade.timer": on } } } },
  broken: {
    "stopped once, for a busy evening": {
      facts: { units: { "apt-daily.timer": on, "apt-daily-upgrade.timer": { ...on, active: false } } },
      because: /apt-daily-upgrade/,
    },
    "gone after the next restart": {
      facts: { units: { "apt-daily.timer": { ...on, enabled: false }, "apt-daily-upgrade.timer": on } },
    },
    "no such timers": { facts: { units: {} }, because: /apt-daily\.timer/ },
  },
});
