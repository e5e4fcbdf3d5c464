import type {
  Control,
  FactValues,
  Facts,
  HostWanted,
  Instance,
  Observation,
  Probe,
  Seen,
  State,
} from "@secondlock/model";
import { theHost } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleHost } from "./example-host.ts";

/** One named case: the facts, and what is wanted where it differs from {@link exampleHost}. */
export interface Case<F extends Facts> {
  readonly facts: FactValues<F>;
  readonly wanted?: Partial<HostWanted>;
  /** Id of the instance that is judged. Default: the control's first. */
  readonly instance?: string;
  /** What only a person can settle on such a host: broken, and still so when the states are settled. */
  readonly stays?: true;
  /** A word or pattern that the reason must have, so that a case cannot pass for another reason. */
  readonly because?: RegExp;
  /** Its states alone do not settle it: somebody has to do something too. */
  readonly byHand?: true;
}

export interface ControlTable<F extends Facts> {
  readonly holds: Readonly<Record<string, Case<F>>>;
  readonly broken: Readonly<Record<string, Case<F>>>;
  /** Facts that decide nothing. */
  readonly undecided?: Readonly<Record<string, Case<F>>>;
  readonly notApplicable?: Readonly<Record<string, Partial<HostWanted>>>;
  /** Why its states alone do not settle it: somebody has to do something first. */
  readonly waitsForPeople?: string;
  /** What an attempt may see, for a control that has one. */
  readonly attempt?: {
    readonly succeeds: Readonly<Record<string, readonly Observation[]>>;
    readonly refused: Readonly<Record<string, readonly Observation[]>>;
    /** What proves nothing either way. */
    readonly inconclusive?: Readonly<Record<string, readonly Observation[]>>;
    readonly wanted?: Partial<HostWanted>;
    readonly instance?: string;
  };
}

/**
 * The contract of every control, from one table of named good and bad facts: it holds, it is broken, its fix settles
 * each broken case, settling twice changes nothing more, and its attempt is told apart both ways.
 */
export function testControl<F extends Facts>(control: Control<F>, table: ControlTable<F>): void {
  const verdictOf = ({ facts, wanted, instance }: Case<F>): ReturnType<Control<F>["verdict"]> => {
    const host = exampleHost(wanted);
    return control.verdict(facts, host, instanceOf(control, host, instance));
  };

  describe(control.id, () => {
    it("applies to the example host of at least one case", () => {
      const cases = [...Object.values(table.holds), ...Object.values(table.broken)];
      expect(cases.map(({ wanted }) => control.applies(exampleHost(wanted)).applies)).not.toContain(false);
    });

    it.each(Object.entries(table.holds))("holds: %s", (_name, one) => {
      const verdict = verdictOf(one);
      expect(verdict, verdict.because).toMatchObject({ inside: "holds" });
      if (one.because) expect(verdict.because).toMatch(one.because);
    });

    it.each(Object.entries(table.broken))("broken: %s", (_name, one) => {
      const verdict = verdictOf(one);
      expect(verdict, verdict.because).toMatchObject({ inside: "broken" });
      if (one.because) expect(verdict.because).toMatch(one.because);
    });

    it.each(Object.entries(table.undecided ?? {}))("undecided: %s", (_name, one) => {
      const verdict = verdictOf(one);
      expect(verdict, verdict.because).toMatchObject({ inside: "unreadable" });
      if (one.because) expect(verdict.because).toMatch(one.because);
    });

    it.each(Object.entries(table.notApplicable ?? {}))("not applicable: %s", (_name, wanted) => {
      expect(control.applies(exampleHost(wanted))).toMatchObject({ applies: false });
    });

    const byStates = (one: Case<F>): readonly State[] =>
      control.fix(exampleHost(one.wanted)).filter((fix): fix is State => "settle" in fix);

    const fixable =
      table.waitsForPeople === undefined
        ? Object.entries(table.broken).filter(([, one]) => one.byHand !== true && byStates(one).length > 0)
        : [];
    it.skipIf(fixable.length === 0).each(fixable)("is fixed, and fixed once: %s", (_name, one) => {
      const once = settle(control, one.facts, byStates(one));
      const verdict = verdictOf({ ...one, facts: once });
      expect(verdict, verdict.because).toMatchObject({ inside: one.stays ? "broken" : "holds" });
      expect(settle(control, once, byStates(one))).toEqual(once);
    });

    it("says how it is fixed", () => {
      expect(control.fix(exampleHost()).length).toBeGreaterThan(0);
    });

    if ("none" in control.attempt) {
      it("says why it is not attempted", () => {
        expect(table.attempt).toBeUndefined();
      });
      return;
    }
    const attempt = control.attempt;
    const seenBy = (observations: readonly Observation[]): ReturnType<typeof attempt.judge> => {
      const wanted = exampleHost(table.attempt?.wanted);
      const instance = instanceOf(control, wanted, table.attempt?.instance);
      const probes = attempt.probes(wanted, instance, "operator");
      expect(probes.length, "the attempt makes no probe on the example host").toBeGreaterThan(0);
      return attempt.judge(
        observations.map((observation, index) => seen(probes, observation, index)),
        { wanted, instance, vantage: "operator" },
      );
    };
    const { succeeds = {}, refused = {}, inconclusive = {} } = table.attempt ?? {};
    it("has both ways of its attempt in the table", () => {
      expect(Object.keys(succeeds).length * Object.keys(refused).length).toBeGreaterThan(0);
    });
    it.each(Object.entries(succeeds))("attempt succeeds: %s", (_name, observations) => {
      expect(seenBy(observations)).toMatchObject({ outside: "succeeded" });
    });
    it.each(Object.entries(refused))("attempt is refused: %s", (_name, observations) => {
      expect(seenBy(observations)).toMatchObject({ outside: "refused" });
    });
    it.each(Object.entries(inconclusive))("attempt proves nothing: %s", (_name, observations) => {
      expect(seenBy(observations)).toMatchObject({ outside: "inconclusive" });
    });
  });
}

function seen(probes: readonly Probe[], observation: Observation, index: number): Seen {
  const probe =
    probes.filter(({ kind }) => kind === observation.kind)[index] ??
    probes.find(({ kind }) => kind === observation.kind) ??
    probes[0];
  if (!probe) throw new Error("no probe");
  return { probe, address: "203.0.113.7", observation };
}

function settle<F extends Facts>(control: Control<F>, facts: FactValues<F>, states: readonly State[]): FactValues<F> {
  const settled = Object.entries(control.facts).map(([key, fact]) => [
    key,
    states
      .filter((state) => state.fact.id === fact.id)
      .reduce((value, state) => state.settle(value), (facts as Record<string, unknown>)[key]),
  ]);
  return Object.fromEntries(settled) as FactValues<F>;
}

function instanceOf<F extends Facts>(control: Control<F>, wanted: HostWanted, id: string | undefined): Instance {
  const instances = control.each?.(wanted) ?? [theHost];
  const found = id === undefined ? instances[0] : instances.find((instance) => instance.id === id);
  if (!found) throw new Error(`${control.id} has no instance ${id ?? "at all"} on the example host`);
  return found;
}
