import { auditSchema } from "../audit.ts";
import { answerOrder, areaTitles, verdictOrder } from "./words.ts";

/** The part of JSON Schema that the audit needs, and that `schema-check.ts` understands. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxLength?: number;
  readonly minimum?: number;
}

const text: Schema = { type: "string", maxLength: 1_000 };
const moment: Schema = { type: "string", maxLength: 40, description: "ISO 8601, UTC" };
const flag: Schema = { type: "boolean" };
const tally: Schema = { type: "integer", minimum: 0 };

function words(values: readonly string[]): Schema {
  return { type: "string", enum: values };
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

/** Fields may be added without a new version, so others than these are let through. */
function record(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: "object", properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) };
}

const verdict = words(verdictOrder);
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
    severity: words(["high", "medium", "low"]),
    verdict,
    inside: record({ outcome: inside, because: text }),
    outside: record({ outcome: outside, because: text, vantages: list(text) }),
    instances: list(instance),
    evidence: list(evidence),
    exception: record({ until: text, reason: text, expired: flag }),
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
