import { testControl } from "../../../testing/test-control.ts";
import { journalLimits } from "./journal-limits.ts";

testControl(journalLimits, {
  holds: { "one gigabyte": { facts: { journal: { settings: { SystemMaxUse: "1G" }, folder: true } } } },
  broken: {
    "Debian 12 as installed": { facts: { journal: { settings: {}, folder: true } }, because: /not set/ },
    "nothing at all": { facts: { journal: { settings: { SystemMaxUse: "0" }, folder: true } } },
    "no limit of rate": {
      facts: { journal: { settings: { SystemMaxUse: "1G", RateLimitBurst: "0" }, folder: true } },
      because: /rate/,
    },
  },
});
