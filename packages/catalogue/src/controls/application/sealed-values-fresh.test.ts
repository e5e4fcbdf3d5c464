import { sealedFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedValuesFresh } from "./sealed-values-fresh.ts";

const every = (days?: number, path = ".env.sealed") => ({
  sealed: [{ path, confirmers: [], rotate: [{ name: "STRIPE_KEY", ...(days === undefined ? {} : { every: days }) }] }],
});
const set = (day?: string) =>
  sealedFiles({}, { values: [{ name: "STRIPE_KEY", ...(day === undefined ? {} : { day }) }] });

testControl(sealedValuesFresh, {
  holds: {
    "set this month": { facts: { files: set("2026-11-01") }, wanted: every(90), because: /oldest is 21 days/ },
    "on its last day": { facts: { files: set("2026-08-24") }, wanted: every(90) },
    "set today by a clock that is ahead": { facts: { files: set("2026-11-23") }, wanted: every(90) },
  },
  broken: {
    "the day after": {
      facts: { files: set("2026-08-23") },
      wanted: every(90),
      because: /^STRIPE_KEY is 91 days old, 90 at most$/,
    },
    "a repository with its file in a folder": {
      facts: {
        files: { ...set("2020-01-01"), sealed: [{ ...set("2020-01-01").sealed[0]!, path: "/srv/x/shop/.env.sealed" }] },
      },
      wanted: every(180, "shop/.env.sealed"),
    },
  },
  undecided: {
    "its line has no day": { facts: { files: set() }, wanted: every(90), because: /STRIPE_KEY/ },
    "its file is not here": { facts: { files: sealedFiles({ sealed: [] }) }, wanted: every(90) },
    "another file of the same name": { facts: { files: set("2026-11-01") }, wanted: every(90, "other/.env.sealed") },
  },
  notApplicable: { "nothing is declared": {}, "declared without an end": every() },
});
