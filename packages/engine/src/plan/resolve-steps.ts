import { type Change, type FileChange, type ModesChange, severityRank, type UnitChange } from "@secondlock/model";
import type { Current } from "./current-files.ts";
import type { Draft } from "./draft.ts";
import { keyOf, oppositeWishes } from "./opposite-wishes.ts";
import type { FileState, FileStep, HandWork, PlanItem, Step } from "./plan.ts";

/** Paths that have to be looked at before the drafts can be resolved. */
export function pathsOf(drafts: readonly Draft[]): readonly string[] {
  const paths = drafts.flatMap(({ changes }) => changes).flatMap((change) => ("path" in change ? [change.path] : []));
  return [...new Set(paths)];
}

/** Packages that the drafts name. */
export function packagesOf(drafts: readonly Draft[]): readonly string[] {
  const names = drafts.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.kind === "package" ? [change.package] : [])),
  );
  return [...new Set(names)];
}

export interface Resolved {
  readonly items: readonly PlanItem[];
  /** Paths of people who put something there that is not touched: the rest goes on without them. */
  readonly byHand: readonly HandWork[];
  readonly refusals: readonly string[];
}

/**
 * From wishes to steps: several wishes for one file become one content, and what is already so is left out. A resource
 * on which nothing is left to do is no item. Pure.
 */
export function resolveSteps(drafts: readonly Draft[], current: Current): Resolved {
  const opposites = oppositeWishes(drafts);
  const all = drafts.flatMap(({ changes }) => changes);
  const left = new Map(all.flatMap((change) => leftAlone(change, all, current)).map((one) => [one.key, one] as const));
  const ofPersons = [...left.values()].filter(({ keeper }) => keeper !== undefined);
  const taken = new Set([...opposites.keys(), ...left.keys()]);
  const items = drafts.flatMap((draft): readonly PlanItem[] => {
    const steps = draft.changes.flatMap((change): readonly Step[] => {
      const key = keyOf(change);
      if (taken.has(key)) return [];
      taken.add(key);
      return stepsOf(change, all, current);
    });
    return steps.length === 0 ? [] : [itemOf(draft, steps)];
  });
  return {
    items: items.toSorted((a, b) => rank(a) - rank(b)),
    byHand: drafts.flatMap((draft) => handWork(draft, ofPersons)),
    refusals: [
      ...opposites.values(),
      ...(current.packagesUnread === undefined
        ? []
        : [`which packages are installed is not known: ${current.packagesUnread}`]),
      ...[...left.values()].flatMap(({ keeper, text }) => (keeper === undefined ? [text] : [])),
    ],
  };
}

function stepsOf(
  change: Change,
  all: readonly Change[],
  { files, installed, packagesUnread }: Current,
): readonly Step[] {
  switch (change.kind) {
    case "package": {
      const isSo = installed.has(change.package) === (change.wanted === "installed");
      return isSo || packagesUnread !== undefined ? [] : [change];
    }
    case "unit":
      return [togetherOf(change, all)];
    case "modes":
      return [strictest(change, all)];
    case "certificate":
      // one that is there stays: clients may have been told of it
      return (files.get(change.path) ?? { state: "absent" }).state === "absent" ? [change] : [];
    case "file": {
      const same = all.filter((one): one is FileChange => one.kind === "file" && one.path === change.path);
      const file = files.get(change.path);
      return fileStep(change.path, same, file?.state === "there" ? file.file : undefined);
    }
    default:
      return [change];
  }
}

/** A change that is not made, because of what stands at its path. */
interface LeftAlone {
  readonly key: string;
  readonly text: string;
  /** Who owns the folder, where it is not root's alone: no reason there keeps the rest from being done. */
  readonly keeper?: string;
}

function leftAlone(change: Change, all: readonly Change[], current: Current): readonly LeftAlone[] {
  if (change.kind !== "file" && change.kind !== "modes") return [];
  const { path } = change;
  const keeper = current.theirs.get(path)?.keeper;
  const because = change.kind === "modes" ? whyNotGiven(change, all, current) : whyNotEdited(change, all, current);
  if (because === undefined) return [];
  const text = `${path} is not touched: ${because}`;
  const key = keyOf(change);
  return [keeper === undefined ? { key, text } : { key, keeper, text: `${text}. ${whatToDo(keeper)}` }];
}

function whyNotEdited(change: FileChange, all: readonly Change[], current: Current): string | undefined {
  const file = current.files.get(change.path);
  if (file?.state === "untouchable") return file.because;
  const keeper = current.theirs.get(change.path)?.keeper ?? "root";
  const owners = stepsOf(change, all, current).flatMap((step) => ("after" in step ? [step.after?.owner] : []));
  const other = keeper === "root" ? undefined : owners.find((owner) => owner !== keeper);
  // it is written with the rights of whose folder it is
  return other === undefined ? undefined : `it is to belong to ${other}, in a folder of ${keeper}`;
}

/** Whoever may write to a folder can move what lies in it into their own: that is given to nobody. */
function whyNotGiven(
  change: ModesChange,
  all: readonly Change[],
  { fixedRights, theirs }: Current,
): string | undefined {
  const { keeper, owner = "" } = theirs.get(change.path) ?? {};
  const to = strictest(change, all).owner;
  const given = keeper !== undefined && keeper !== "root" && to !== "root" && !["", "root", keeper, to].includes(owner);
  return given ? `it belongs to ${owner}, and ${to} is to get it` : fixedRights.get(change.path);
}

function whatToDo(keeper: string): string {
  const who = keeper === "root" ? "Others than root can" : `${keeper} can`;
  return `${who} put anything there: look at it, remove it or make a plain file of it, and plan again.`;
}

function handWork({ controls, changes }: Draft, left: readonly LeftAlone[]): readonly HandWork[] {
  const keys = new Set(changes.map(keyOf));
  const texts = left.flatMap(({ key, text }) => (keys.has(key) ? [text] : []));
  return controls.flatMap((control) => texts.map((text) => ({ control, text })));
}

/** One step for all that want a unit so: it starts anew, or reads its configuration again, when any of them needs it. */
function togetherOf(change: UnitChange, all: readonly Change[]): UnitChange {
  const same = all.filter((one): one is UnitChange => one.kind === "unit" && one.unit === change.unit);
  return {
    ...change,
    ...(same.some(({ reload }) => reload === true) ? { reload: true } : {}),
    ...(same.some(({ restart }) => restart === true) ? { restart: true } : {}),
  };
}

/** Several controls may want modes of one path: only the bits that all of them leave, and the owner that somebody changes. */
function strictest(change: ModesChange, all: readonly Change[]): ModesChange {
  const same = all.filter((one): one is ModesChange => one.kind === "modes" && one.path === change.path);
  const changed = (key: "owner" | "group"): string =>
    same.find((one) => one[key] !== one.was?.[key])?.[key] ?? change[key];
  return {
    ...change,
    mode: same.reduce((mode, one) => mode & one.mode, change.mode),
    owner: changed("owner"),
    group: changed("group"),
  };
}

function fileStep(path: string, wishes: readonly FileChange[], before: FileState | undefined): readonly FileStep[] {
  const content = wishes.reduce<string | undefined>((text, wish) => wish.content(text), before?.content);
  const enforced = wishes.find(({ enforceMode }) => enforceMode === true);
  const made = enforced ?? wishes[0];
  const fresh = { mode: made?.mode ?? 0o644, owner: made?.owner ?? "root", group: made?.group ?? "root" };
  const { mode, owner, group } = before === undefined || enforced !== undefined ? fresh : before;
  const after = content === undefined ? undefined : { content, mode, owner, group };
  if (isSame(before, after)) return [];
  const reload = wishes.find((wish) => wish.reload !== undefined)?.reload;
  return [
    {
      kind: "file",
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(reload === undefined ? {} : { reload }),
    },
  ];
}

function isSame(before: FileState | undefined, after: FileState | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return (
    before.content === after.content &&
    before.mode === after.mode &&
    before.owner === after.owner &&
    before.group === after.group
  );
}

function itemOf(draft: Draft, steps: readonly Step[]): PlanItem {
  const once = (texts: readonly (string | undefined)[]): readonly string[] => [
    ...new Set(texts.filter((text) => text !== undefined)),
  ];
  return {
    resource: draft.resource,
    texts: once(draft.states.map(({ text }) => text)),
    controls: draft.controls,
    costs: draft.costs,
    risks: once(draft.states.map(({ risk }) => risk)),
    steps,
    ...(draft.states.some(({ asks }) => asks === true) ? { asks: true } : {}),
  };
}

function rank({ controls }: PlanItem): number {
  return Math.min(...controls.map(({ severity }) => severityRank[severity]), 2);
}
