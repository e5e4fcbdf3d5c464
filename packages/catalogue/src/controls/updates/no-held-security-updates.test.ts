import { testControl } from "../../../testing/test-control.ts";
import { noHeldSecurityUpdates } from "./no-held-security-updates.ts";

testControl(noHeldSecurityUpdates, {
  holds: {
    "Debian 12 as installed": { facts: { updates: { security: [], held: [] } } },
    "a hold without an update": {
      facts: { updates: { security: ["openssl"], held: ["postgresql-15"] } },
      because: /postgresql-15/,
    },
  },
  broken: {
    "the web server is pinned": {
      facts: { updates: { security: ["nginx", "openssl"], held: ["nginx"] } },
      because: /nginx/,
    },
  },
});
