import { testControl } from "../../../testing/test-control.ts";
import { oneTimeDaemon } from "./one-time-daemon.ts";

const on = { loaded: true, active: true, enabled: true, restart: "always" };
const kernel = { running: "6.1.0-41-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(oneTimeDaemon, {
  holds: {
    "Debian 12 as installed": { facts: { units: { "systemd-timesyncd.service": on }, kernel } },
    "chrony alone": {
      facts: { units: { "chrony.service": on, "systemd-timesyncd.service": { ...on, active: false } }, kernel },
      because: /chrony/,
    },
  },
  broken: {
    "two of them": {
      facts: { units: { "chrony.service": on, "ntpsec.service": on }, kernel },
      because: /more than one/,
    },
    "none at all": { facts: { units: {}, kernel }, because: /no time daemon/ },
  },
  undecided: {
    "a container": { facts: { units: {}, kernel: { ...kernel, container: "lxc" } }, because: /outer machine/ },
  },
});
