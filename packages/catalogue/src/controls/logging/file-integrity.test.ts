import { testControl } from "../../../testing/test-control.ts";
import { fileIntegrity } from "./file-integrity.ts";

const timer = { "dailyaidecheck.timer": { loaded: true, active: true, enabled: true, restart: "" } };

testControl(fileIntegrity, {
  holds: {
    "by the timer": { facts: { integrity: { installed: true, databaseDays: 3, cron: false }, units: timer } },
    "by cron": { facts: { integrity: { installed: true, databaseDays: 3, cron: true }, units: {} } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { integrity: { installed: false, cron: false }, units: {} },
      because: /no AIDE/,
    },
    "aideinit was never run": {
      facts: { integrity: { installed: true, cron: true }, units: timer },
      because: /no database/,
    },
    "nothing runs it": {
      facts: { integrity: { installed: true, databaseDays: 3, cron: false }, units: {} },
      because: /every day/,
    },
    "a year-old database": {
      facts: { integrity: { installed: true, databaseDays: 371, cron: true }, units: {} },
      because: /371 days/,
    },
  },
});
