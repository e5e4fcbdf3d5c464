import { exception, severity, verdict } from "./audit.schema.ts";
import { hardenSchema, hardenStates } from "./harden-report.ts";
import { flag, list, moment, record, type Schema, tally, text, words } from "./json-schema.ts";

const turned = record({
  control: text,
  title: text,
  direction: words(["better", "worse", "changed"]),
  before: verdict,
  after: verdict,
  because: text,
});

const left = record(
  { control: text, title: text, severity, verdict, because: text, planned: flag, byHand: list(text), exception },
  ["exception"],
);

const host = record(
  {
    host: text,
    outcome: words(hardenStates),
    journal: text,
    because: text,
    within: tally,
    notAsBefore: list(text),
    packages: list(record({ package: text, wanted: words(["installed", "removed"]), sure: flag })),
    planned: list(text),
    audited: flag,
    turned: list(turned),
    left: list(left),
  },
  ["journal", "because", "within"],
);

/**
 * The published shape of `secondlock harden --json`, JSON Schema draft 2020-12.
 * The number in `schema` changes only when a field is removed, renamed or given another meaning.
 */
export const hardenJsonSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://secondlock.dev/schema/harden-1.json",
  title: "Secondlock harden, version 1",
  description: "What one run of harden did: per host the outcome, the verdicts that turned, and what is left.",
  ...record({
    schema: { type: "string", const: hardenSchema },
    version: text,
    service: text,
    started: moment,
    finished: moment,
    hosts: list(host),
  }),
};
