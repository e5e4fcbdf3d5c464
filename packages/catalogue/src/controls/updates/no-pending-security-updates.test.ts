import { expect, it } from "vitest";
import { testControl } from "../../../testing/test-control.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { theHost } from "@secondlock/model";
import { noPendingSecurityUpdates } from "./no-pending-security-updates.ts";

testControl(noPendingSecurityUpdates, {
  holds: {
    "up to date": { facts: { updates: { security: [], held: [], listHours: 3 } } },
    "only a held package has an update": {
      facts: { updates: { security: ["openssl"], held: ["openssl"], listHours: 3 } },
    },
  },
  broken: {
    "Debian 12 from a month-old image": {
      facts: { updates: { security: ["openssl", "libssl3"], held: [], listHours: 1 } },
      because: /2 wait: openssl/,
    },
    "known from old lists already": { facts: { updates: { security: ["openssl"], held: [], listHours: 900 } } },
  },
});

it.each([
  ["without lists", {}],
  ["with lists of last month", { listHours: 720 }],
])("cannot tell %s", (_name, lists) => {
  expect(
    noPendingSecurityUpdates.verdict({ updates: { security: [], held: [], ...lists } }, exampleHost(), theHost).inside,
  ).toBe("unreadable");
});
