import { auditSchema } from "../audit.ts";
import { flag, list, moment, record, type Schema, tally, text, words } from "./json-schema.ts";
import { answerOrder, areaTitles, verdictOrder } from "./words.ts";

export const verdict = words(verdictOrder);
export const severity = words(["high", "medium", "low"]);
export const exception = record({ until: text, reason: text, expired: flag });
const answer = words(answerOrder);
const bound = words(["yes", "one lock left", "no"]);
const inside = words(["holds", "broken", "unreadable", "not applicable"]);
const outside = words(["refused", "succeeded", "inconclusive", "not attempted"]);

const target = record(
  {
    id: text,
    role: text,
    reached: text,
    system: text,
    state: words(["read", "unreachable"]),
    because: text,
    withoutRoot: text,
    clockAhead: { type: "integer" },
    asRoot: flag,
    seconds: { type: "number", minimum: 0 },
  },
  ["because", "withoutRoot", "clockAhead"],
);

const evidence = record({
  side: words(["inside", "outside"]),
  source: text,
  command: text,
  value: text,
  vantage: text,
  at: moment,
});

const instance = record({
  instance: text,
  title: text,
  verdict,
  inside,
  insideBecause: text,
  outside,
  outsideBecause: text,
  vantages: list(text),
});

const controlVerdict = record(
  {
    control: text,
    target: text,
    title: text,
    area: words(Object.keys(areaTitles)),
    severity,
    verdict,
    inside: record({ outcome: inside, because: text }),
    outside: record({ outcome: outside, because: text, vantages: list(text) }),
    instances: list(instance),
    evidence: list(evidence),
    exception,
  },
  ["exception"],
);

const lock = record(
  {
    control: text,
    title: text,
    host: text,
    instance: text,
    standing: words(["proven", "claimed", "unseen", "down"]),
    domains: list(text),
  },
  ["host", "instance"],
);

const way = record({
  id: text,
  title: text,
  asset: text,
  harm: words(["read", "change", "lose", "stop", "unnoticed"]),
  holding: list(lock),
  missing: list(lock),
});

const breachAnswer = record(
  {
    breach: text,
    question: text,
    answer,
    bounds: record({ proven: bound, possible: bound }),
    instance: text,
    weakest: way,
    locks: list(lock),
    because: text,
  },
  ["weakest"],
);

const fixFirst = record({ control: text, target: text, title: text, verdict, turns: list(text), fix: text });

const coverage = record({
  controls: tally,
  verdicts: record(Object.fromEntries(verdictOrder.map((name) => [name, tally]))),
  factsRead: tally,
  factsAsked: tally,
  unseen: list(record({ because: text, count: tally })),
  attemptsMade: tally,
  attemptsRefused: tally,
  notSeenYet: list(text),
});

/**
 * The published shape of `secondlock audit --json` and of the kept audits, JSON Schema draft 2020-12.
 * The number in `schema` changes only when a field is removed, renamed or given another meaning.
 */
export const auditJsonSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://secondlock.dev/schema/audit-1.json",
  title: "Secondlock audit, version 1",
  description:
    "What one audit saw: targets, verdicts with their evidence, answers with their locks, what to fix first, and coverage.",
  ...record({
    schema: { type: "string", const: auditSchema },
    version: text,
    service: text,
    started: moment,
    finished: moment,
    targets: list(target),
    verdicts: list(controlVerdict),
    answers: list(breachAnswer),
    fixFirst: list(fixFirst),
    coverage,
  }),
};
