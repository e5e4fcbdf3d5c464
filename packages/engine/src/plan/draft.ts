import type { AnyControl, Change, Fact, Fix, HostWanted, Look, Settings, State } from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import type { HandWork, PlannedControl } from "./plan.ts";

export interface DraftInput {
  readonly wanted: HostWanted;
  readonly snapshot: Snapshot;
  readonly controls: readonly AnyControl[];
  /** Verdicts of this host, by control. */
  readonly verdicts: ReadonlyMap<string, ControlVerdict>;
  /** Settings by resource that an earlier plan brought about on this host. */
  readonly record: Readonly<Record<string, Settings>>;
  readonly selected: (control: string) => boolean;
  /** Named by itself, e.g. with `--only`. */
  readonly named?: (control: string) => boolean;
  /** Account of the login that makes the change and confirms it; undefined where there is none. */
  readonly login?: string | undefined;
  /** Titles of the breaches in whose ways a control stands. */
  readonly closes: (control: string) => readonly string[];
}

/** One resource that has to change, before the files on the host were looked at. */
export interface Draft {
  readonly resource: string;
  readonly states: readonly State[];
  readonly controls: readonly PlannedControl[];
  readonly settings: Settings;
  readonly costs: readonly string[];
  readonly changes: readonly Change[];
}

export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly byHand: readonly HandWork[];
  readonly found: readonly string[];
  readonly unseen: readonly { readonly control: string; readonly because: string }[];
  readonly refusals: readonly string[];
}

/** A state on a resource, with the control that wants it. */
interface Wish {
  readonly control: AnyControl;
  readonly state: State;
  /** The control does not hold. */
  readonly due: boolean;
}

/**
 * From the verdicts to the changes that are wanted of each resource. A resource changes when a control on it does not hold;
 * settings that an earlier plan made for another control stay in it, with what is wanted of them by now. Pure.
 */
export function draftChanges(input: DraftInput): Drafts {
  const concerned = input.controls.filter(({ id }) => concerns(input.verdicts.get(id)));
  const due = concerned.filter(({ id }) => input.selected(id) && isBroken(input.verdicts.get(id)));
  const dueIds = new Set(due.map(({ id }) => id));
  const wishes = concerned.flatMap((control) =>
    statesOf(control.fix(input.wanted)).map((state): Wish => ({ control, state, due: dueIds.has(control.id) })),
  );
  const byResource = [...Map.groupBy(wishes, ({ state }) => state.resource)].filter(([, some]) =>
    some.some((wish) => wish.due),
  );
  const drafted = byResource.map(([resource, some]) => draftOf(resource, some, input));
  const left = leftWork(wishes, input);
  const notes = wishes.flatMap(({ control, state }) =>
    input.selected(control.id) ? notesOf(state, input.snapshot) : [],
  );
  return {
    drafts: drafted.flatMap(({ draft }) => (draft === undefined ? [] : [draft])),
    refusals: drafted.flatMap(({ refusals }) => refusals),
    byHand: [...due.flatMap((control) => handWork(control, input)), ...left],
    found: [...new Set(notes)].filter((note) => !left.some(({ text }) => text === note)),
    unseen: input.controls.flatMap(({ id }) => {
      const verdict = input.verdicts.get(id);
      return input.selected(id) && verdict?.inside.outcome === "unreadable"
        ? [{ control: id, because: verdict.inside.because }]
        : [];
    }),
  };
}

/** An exception that still holds is the team's own decision: nothing is changed for it. */
function concerns(verdict: ControlVerdict | undefined): boolean {
  if (verdict === undefined || verdict.verdict === "not applicable") return false;
  return verdict.exception === undefined || verdict.exception.expired;
}

export function isBroken(verdict: ControlVerdict | undefined): boolean {
  return verdict?.instances.some(({ inside }) => inside === "broken") ?? false;
}

function statesOf(fixes: readonly Fix[]): readonly State[] {
  return fixes.filter((fix): fix is State => "settle" in fix);
}

function handWork(control: AnyControl, input: DraftInput): readonly HandWork[] {
  return control.fix(input.wanted).flatMap((fix) => {
    if ("byHand" in fix) return [{ control: planned(control, input), text: fix.byHand }];
    return fix.bring === undefined ? [{ control: planned(control, input), text: fix.text }] : [];
  });
}

/** A state that cannot be brought about on a host like this says what is left to a person. Told once, for all controls that want it. */
function leftWork(wishes: readonly Wish[], input: DraftInput): readonly HandWork[] {
  const told = new Set<string>();
  return wishes.flatMap(({ control, state, due }) => {
    const notes = notesOf(state, input.snapshot).filter((note) => !told.has(note));
    if (notes.length === 0 || !due || state.bring === undefined) return [];
    if (mayBring({ control, state, due }, input) && changesOf([state], state.settings, input.snapshot).length > 0)
      return [];
    for (const note of notes) told.add(note);
    return notes.map((text) => ({ control: planned(control, input), text }));
  });
}

function mayBring({ control, state }: Wish, { named }: DraftInput): boolean {
  return state.asks !== true || named?.(control.id) === true;
}

function notesOf({ fact, notes }: State, snapshot: Snapshot): readonly string[] {
  const reading = snapshot.facts.get(fact.id)?.reading;
  return reading?.known === true ? (notes?.(reading.value, lookOf(snapshot)) ?? []) : [];
}

function planned({ id, title, severity }: AnyControl, { verdicts, closes }: DraftInput): PlannedControl {
  return { id, title, severity, because: verdicts.get(id)?.inside.because ?? "", closes: closes(id) };
}

function draftOf(
  resource: string,
  wishes: readonly Wish[],
  input: DraftInput,
): { readonly draft?: Draft; readonly refusals: readonly string[] } {
  const counted = countedOf(wishes, input.record[resource] ?? {});
  const settings: Record<string, string> = {};
  const refusals: string[] = [];
  for (const { control, state } of counted)
    for (const [key, value] of Object.entries(state.settings)) {
      if (settings[key] !== undefined && settings[key] !== value)
        refusals.push(`${resource}: ${control.id} wants ${key} ${value}, and another control ${settings[key]}`);
      settings[key] = value;
    }
  const able = counted.filter((wish) => wish.state.bring !== undefined && mayBring(wish, input));
  if (able.length === 0) return { refusals };
  const states = able.map(({ state }) => state);
  const dueControls = new Set(able.filter(({ due }) => due).map(({ control }) => control));
  return {
    refusals: [...refusals, ...forbidden(states, input)],
    draft: {
      resource,
      settings,
      states,
      controls: [...dueControls].map((control) => planned(control, input)),
      costs: costsOf(states, input.snapshot),
      changes: changesOf(states, settings, input.snapshot),
    },
  };
}

/**
 * What is due, and whatever wants a setting that an earlier plan made. Where the service file has changed since, the
 * setting is wanted with another value: left out, a lock of ours would go with the next change of the file.
 */
function countedOf(wishes: readonly Wish[], kept: Settings): readonly Wish[] {
  const sure = wishes.filter(
    ({ due, state }) => due || Object.entries(state.settings).some(([key, value]) => kept[key] === value),
  );
  const taken = new Map(sure.flatMap(({ state }) => Object.entries(state.settings)));
  const grown = ({ state }: Wish): boolean => {
    const settings = Object.entries(state.settings);
    return (
      settings.some(([key]) => kept[key] !== undefined && !taken.has(key)) &&
      settings.every(([key, value]) => (taken.get(key) ?? value) === value)
    );
  };
  return wishes.filter((wish) => sure.includes(wish) || grown(wish));
}

/** Each function that brings something about is called once, with the settings of all. */
function changesOf(states: readonly State[], settings: Settings, snapshot: Snapshot): readonly Change[] {
  const look = lookOf(snapshot);
  const called = new Map(states.map((state) => [state.bring, state] as const));
  return [...called].flatMap(([bring, { fact }]) => {
    const reading = snapshot.facts.get(fact.id)?.reading;
    return bring === undefined || reading?.known !== true ? [] : bring(settings, reading.value, look);
  });
}

function forbidden(states: readonly State[], { login, snapshot }: DraftInput): readonly string[] {
  if (login === undefined) return [];
  return states.flatMap(({ fact, forbids }) => {
    const reading = snapshot.facts.get(fact.id)?.reading;
    return reading?.known === true ? (forbids?.(reading.value, lookOf(snapshot), login) ?? []) : [];
  });
}

function costsOf(states: readonly State[], snapshot: Snapshot): readonly string[] {
  const look = lookOf(snapshot);
  const costs = states.flatMap(({ fact, costs: always, costsNow }) => {
    const reading = snapshot.facts.get(fact.id)?.reading;
    return [
      ...(reading?.known === true ? (costsNow?.(reading.value, look) ?? []) : []),
      ...(always === undefined ? [] : [always]),
    ];
  });
  return [...new Set(costs)];
}

function lookOf({ facts }: Snapshot): Look {
  return <U>({ id }: Fact<U>) => {
    const reading = facts.get(id)?.reading;
    return reading?.known === true ? (reading.value as U) : undefined;
  };
}
