import { testControl } from "../../../testing/test-control.ts";
import { timeSynchronised } from "./time-synchronised.ts";

testControl(timeSynchronised, {
  holds: {
    "Debian 12 as installed": { facts: { clock: { synchronised: true } } },
    "chrony says how far": { facts: { clock: { synchronised: true, offset: 0.000_021 } } },
  },
  broken: {
    "port 123 is blocked": { facts: { clock: { synchronised: false } }, because: /no source/ },
    "minutes off": { facts: { clock: { synchronised: true, offset: 184.2 } }, because: /184\.2 s/ },
  },
});
