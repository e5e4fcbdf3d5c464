import { testControl } from "../../../testing/test-control.ts";
import { packageListsFresh } from "./package-lists-fresh.ts";

const updates = { security: [], held: [] };

testControl(packageListsFresh, {
  holds: {
    "fetched this morning": { facts: { updates: { ...updates, listHours: 5 } } },
    "the host's clock is a little behind": { facts: { updates: { ...updates, listHours: -1 } } },
  },
  broken: {
    "the archive is out of reach": { facts: { updates: { ...updates, listHours: 400 } }, because: /16 days/ },
    "Debian 12 as installed, never fetched": { facts: { updates }, because: /no package lists/ },
  },
});
