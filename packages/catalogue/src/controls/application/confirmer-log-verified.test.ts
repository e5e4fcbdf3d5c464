import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { confirmerKept, noFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { confirmerLogVerified } from "./confirmer-log-verified.ts";

const now = "2026-11-22T20:00:00Z";
const kept = confirmerKept();

testControl(confirmerLogVerified, {
  holds: {
    "by a timer each week": { facts: { kept, verified: { at: "2026-11-18T03:00:00Z", now } }, because: /4 days/ },
    "a month ago": { facts: { kept, verified: { at: "2026-10-22T03:00:00Z", now } } },
  },
  broken: {
    never: { facts: { kept, verified: { now } }, because: /nobody/ },
    "once, when it was set up": { facts: { kept, verified: { at: "2026-01-02T03:00:00Z", now } }, because: /324 days/ },
  },
  undecided: { "in the future": { facts: { kept, verified: { at: "2027-01-01T00:00:00Z", now } }, because: /2027/ } },
});

it("says nothing of a host without a confirmer", () => {
  const verdict = confirmerLogVerified.verdict({ kept: noFiles, verified: { now } }, exampleHost(), theHost);
  expect(verdict.inside).toBe("not applicable");
});
