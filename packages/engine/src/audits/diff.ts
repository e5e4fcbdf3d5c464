import type { Answer, Verdict } from "@secondlock/model";
import type { Audit, BreachAnswer, ControlVerdict } from "../audit.ts";

/** `changed`: neither better nor worse, as when a control no longer applies. */
export type Direction = "better" | "worse" | "changed" | "new" | "gone";

export interface VerdictTurn {
  readonly control: string;
  readonly target: string;
  readonly title: string;
  readonly direction: Direction;
  readonly before?: Verdict;
  readonly after?: Verdict;
  readonly because: string;
}

export interface AnswerTurn {
  readonly breach: string;
  readonly question: string;
  readonly direction: Direction;
  readonly before?: Answer;
  readonly after?: Answer;
  readonly because: string;
}

export interface AuditDiff {
  readonly before: string;
  readonly after: string;
  readonly answers: readonly AnswerTurn[];
  readonly verdicts: readonly VerdictTurn[];
  readonly targets: {
    readonly appeared: readonly string[];
    readonly vanished: readonly string[];
    readonly lost: readonly string[];
    readonly back: readonly string[];
  };
}

const verdictRanks: Readonly<Record<Exclude<Verdict, "not applicable">, number>> = {
  contradiction: 0,
  broken: 1,
  luck: 2,
  unknown: 3,
  "not seen yet": 3,
  claimed: 4,
  proven: 5,
};

const blind: ReadonlySet<Verdict> = new Set<Verdict>(["unknown", "not seen yet"]);

/** To lose sight is worse, also of what was broken: nobody knows that it is better now. */
export function verdictDirection(before: Verdict, after: Verdict): "better" | "worse" | "changed" {
  if (before === "not applicable" || after === "not applicable") return "changed";
  if (blind.has(after)) return blind.has(before) ? "changed" : "worse";
  return verdictRanks[after] > verdictRanks[before] ? "better" : "worse";
}

const answerRanks = { no: 0, "one lock left": 1, yes: 2 } as const;

/** What is proven decides, then what may be. */
export function answerDirection(before: BreachAnswer, after: BreachAnswer): "better" | "worse" | "changed" {
  const proven = answerRanks[after.bounds.proven] - answerRanks[before.bounds.proven];
  const turn = proven === 0 ? answerRanks[after.bounds.possible] - answerRanks[before.bounds.possible] : proven;
  if (turn === 0) return "changed";
  return turn > 0 ? "better" : "worse";
}

function keyOf(verdict: ControlVerdict): string {
  return JSON.stringify([verdict.control, verdict.target]);
}

/** What says why a verdict is as it is: the attempt where that decides, else what the configuration says. */
export function becauseOf({ verdict, inside, outside }: ControlVerdict): string {
  return verdict === "contradiction" || verdict === "luck" || (verdict === "broken" && inside.outcome !== "broken")
    ? outside.because
    : inside.because;
}

function verdictTurns(before: Audit, after: Audit, both: ReadonlySet<string>): readonly VerdictTurn[] {
  const old = new Map(before.verdicts.map((verdict) => [keyOf(verdict), verdict]));
  const now = new Set(after.verdicts.map(keyOf));
  const turned = after.verdicts.flatMap((verdict): VerdictTurn[] => {
    const { control, target, title } = verdict;
    const then = old.get(keyOf(verdict));
    if (then?.verdict === verdict.verdict || !both.has(target)) return [];
    const turn = { control, target, title, after: verdict.verdict, because: becauseOf(verdict) };
    return [
      then
        ? { ...turn, direction: verdictDirection(then.verdict, verdict.verdict), before: then.verdict }
        : { ...turn, direction: "new" },
    ];
  });
  const gone = before.verdicts
    .filter((verdict) => both.has(verdict.target) && !now.has(keyOf(verdict)))
    .map(({ control, target, title, verdict }): VerdictTurn => ({
      control,
      target,
      title,
      direction: "gone",
      before: verdict,
      because: "this audit does not judge it",
    }));
  return [...turned, ...gone];
}

function answerTurns(before: Audit, after: Audit): readonly AnswerTurn[] {
  const old = new Map(before.answers.map((answer) => [answer.breach, answer]));
  const now = new Set(after.answers.map((answer) => answer.breach));
  const turned = after.answers.flatMap((answer): AnswerTurn[] => {
    const { breach, question, because } = answer;
    const then = old.get(breach);
    if (!then) return [{ breach, question, because, direction: "new", after: answer.answer }];
    const direction = answerDirection(then, answer);
    if (then.answer === answer.answer && direction === "changed") return [];
    return [{ breach, question, because, direction, before: then.answer, after: answer.answer }];
  });
  const gone = before.answers
    .filter((answer) => !now.has(answer.breach))
    .map(({ breach, question, answer }): AnswerTurn => ({
      breach,
      question,
      direction: "gone",
      before: answer,
      because: "this audit does not ask it",
    }));
  return [...turned, ...gone];
}

/** What turned from one audit to the next. The verdicts of a target that is in only one of them are summed up by its name. */
export function diffAudits(before: Audit, after: Audit): AuditDiff {
  const old = new Map(before.targets.map((target) => [target.id, target.state]));
  const now = new Map(after.targets.map((target) => [target.id, target.state]));
  const both = [...now.keys()].filter((id) => old.has(id));
  return {
    before: before.started,
    after: after.started,
    answers: answerTurns(before, after),
    verdicts: verdictTurns(before, after, new Set(both)),
    targets: {
      appeared: [...now.keys()].filter((id) => !old.has(id)),
      vanished: [...old.keys()].filter((id) => !now.has(id)),
      lost: both.filter((id) => old.get(id) === "read" && now.get(id) === "unreachable"),
      back: both.filter((id) => old.get(id) === "unreachable" && now.get(id) === "read"),
    },
  };
}
