import { testControl } from "../../../testing/test-control.ts";
import { fileIntegrity } from "./file-integrity.ts";

testControl(fileIntegrity, {
  holds: {
    "compared every day": { facts: { integrity: { installed: true, databaseDays: 3, daily: true } } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { integrity: { installed: false, available: true, daily: false } },
      because: /no AIDE/,
    },
    "not to be had: the host has no package lists": {
      facts: { integrity: { installed: false, daily: false } },
      stays: true,
    },
    "the first database could not be made": {
      facts: { integrity: { installed: true, daily: true, baseline: "failed" } },
      because: /journalctl/,
    },
    "aideinit was never run": {
      facts: { integrity: { installed: true, daily: true } },
      because: /no database/,
    },
    "nothing runs it": {
      facts: { integrity: { installed: true, databaseDays: 3, daily: false } },
      because: /every day/,
    },
    "a year-old database": {
      facts: { integrity: { installed: true, databaseDays: 371, daily: true } },
      because: /371 days/,
    },
  },
  undecided: {
    "the first database is being made": {
      facts: { integrity: { installed: true, daily: true, baseline: "making" } },
      because: /being made/,
    },
  },
});
