import { testControl } from "../../../testing/test-control.ts";
import { timeSynchronised } from "./time-synchronised.ts";

const kernel = { running: "6.1.0-41-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(timeSynchronised, {
  holds: {
    "Debian 12 as installed": { facts: { clock: { synchronised: true }, kernel } },
    "chrony says how far": { facts: { clock: { synchronised: true, offset: 0.000_021 }, kernel } },
  },
  broken: {
    "port 123 is blocked": { facts: { clock: { synchronised: false }, kernel }, because: /no source/ },
    "minutes off": { facts: { clock: { synchronised: true, offset: 184.2 }, kernel }, because: /184\.2 s/ },
  },
  undecided: {
    "a container": {
      facts: { clock: { synchronised: false }, kernel: { ...kernel, container: "lxc" } },
      because: /outer machine/,
    },
  },
});
