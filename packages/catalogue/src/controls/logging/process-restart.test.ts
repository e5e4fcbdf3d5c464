import { testControl } from "../../../testing/test-control.ts";
import { processRestart } from "./process-restart.ts";

const on = { loaded: true, active: true, enabled: true, restart: "on-failure" };

testControl(processRestart, {
  holds: {
    "Debian 12 as installed": { facts: { units: { "ssh.service": on } }, because: /ssh/ },
    "a service that is installed and off": {
      facts: { units: { "ssh.service": on, "nginx.service": { ...on, active: false, restart: "no" } } },
    },
  },
  broken: {
    "nginx of Debian 12 as installed": {
      facts: { units: { "ssh.service": on, "nginx.service": { ...on, restart: "no" } } },
      because: /nginx/,
    },
    "PostgreSQL of Debian 12 as installed": {
      facts: { units: { "postgresql@15-main.service": { ...on, restart: "no" } } },
      because: /postgresql@15-main/,
    },
  },
});
