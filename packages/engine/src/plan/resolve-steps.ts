import { type Change, type FileChange, type ModesChange, severityRank, type UnitChange } from "@secondlock/model";
import type { Current } from "./current-files.ts";
import type { Draft } from "./draft.ts";
import { keyOf, oppositeWishes } from "./opposite-wishes.ts";
import type { FileState, FileStep, PlanItem, Step } from "./plan.ts";

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
  readonly refusals: readonly string[];
}

/**
 * From wishes to steps: several wishes for one file become one content, and what is already so is left out. A resource
 * on which nothing is left to do is no item. Pure.
 */
export function resolveSteps(drafts: readonly Draft[], { files, installed, packagesUnread }: Current): Resolved {
  const opposites = oppositeWishes(drafts);
  const unread = packagesUnread === undefined ? [] : [`which packages are installed is not known: ${packagesUnread}`];
  const refusals: string[] = [...opposites.values(), ...unread];
  const taken = new Set(opposites.keys());
  const all = drafts.flatMap(({ changes }) => changes);
  const items = drafts.flatMap((draft): readonly PlanItem[] => {
    const steps = draft.changes.flatMap((change): readonly Step[] => {
      const key = keyOf(change);
      if (taken.has(key)) return [];
      taken.add(key);
      if (change.kind === "package") {
        const isSo = installed.has(change.package) === (change.wanted === "installed");
        return isSo || packagesUnread !== undefined ? [] : [change];
      }
      if (change.kind === "unit") return [togetherOf(change, all)];
      if (change.kind !== "file" && change.kind !== "modes" && change.kind !== "certificate") return [change];
      const file = files.get(change.path) ?? { state: "absent" };
      // one that is there stays: clients may have been told of it
      if (change.kind === "certificate") return file.state === "absent" ? [change] : [];
      if (file.state === "untouchable" && change.kind === "file") {
        refusals.push(`${change.path} is not touched: ${file.because}`);
        return [];
      }
      if (change.kind === "modes") return [strictest(change, all)];
      const same = all.filter((one): one is FileChange => one.kind === "file" && one.path === change.path);
      return fileStep(change.path, same, file.state === "there" ? file.file : undefined);
    });
    return steps.length === 0 ? [] : [itemOf(draft, steps)];
  });
  return { items: items.toSorted((a, b) => rank(a) - rank(b)), refusals };
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
