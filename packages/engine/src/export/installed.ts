import { known, type HostWanted, type RawOutputs, type ServiceWanted, unreadable } from "@secondlock/model";
import type { FactRead, Snapshot } from "../collect/collect.ts";
import { judge } from "../judge/judge.ts";
import type { CurrentFile } from "../plan/current-files.ts";
import { draftChanges, type Drafts } from "../plan/draft.ts";
import type { FileState, HostPlan } from "../plan/plan.ts";
import { pathsOf, resolveSteps } from "../plan/resolve-steps.ts";
import type { Catalogue } from "../tasks/audit-input.ts";
import { factsOf } from "../tasks/audit.ts";
import { closesOf } from "../tasks/closes.ts";

/** A plain Debian 12 as it comes, recorded once: what a server that does not exist yet will be. */
export interface InstalledHost {
  /** What was installed beyond the base system before it was read; an export installs these first. */
  readonly packages: readonly string[];
  readonly facts: Readonly<Record<string, RawOutputs>>;
  /** Files that a plan edits; null where there is none. */
  readonly files: Readonly<Record<string, FileState | null>>;
}

export interface InstalledInput {
  readonly wanted: HostWanted;
  readonly service: ServiceWanted;
  readonly catalogue: Catalogue;
  readonly installed: InstalledHost;
}

/** What a server that does not exist yet needs, from what a plain Debian 12 is. Pure. */
export function planInstalled(input: InstalledInput): HostPlan {
  const { wanted, installed } = input;
  const drafts = installedDrafts(input);
  const paths = pathsOf(drafts.drafts);
  const { items, byHand, refusals } = resolveSteps(drafts.drafts, {
    files: new Map(paths.map((path) => [path, fileOf(installed, path)] as const)),
    // what is there already is installed once more, which does nothing
    installed: new Set(),
    // nobody is there yet who could put anything in the way
    ...{ theirs: new Map(), fixedRights: new Map() },
  });
  const record = Object.fromEntries(drafts.drafts.map(({ resource, settings }) => [resource, settings]));
  return {
    host: wanted.id,
    items,
    byHand: [...drafts.byHand, ...byHand],
    found: drafts.found,
    unseen: drafts.unseen,
    refusals: [...drafts.refusals, ...refusals],
    drifted: [],
    record,
  };
}

/** The changes before the recorded files are looked at. */
export function installedDrafts({ wanted, service, catalogue, installed }: InstalledInput): Drafts {
  const snapshot = snapshotOf(wanted, catalogue, installed);
  const today = new Date().toISOString().slice(0, 10);
  const { exceptions } = service;
  const verdicts = catalogue.controls.map((control) =>
    judge(control, { wanted, snapshot, attempts: () => undefined, exceptions, today }),
  );
  return draftChanges({
    ...{ wanted, snapshot, record: {}, controls: catalogue.controls, selected: () => true },
    verdicts: new Map(verdicts.map((verdict) => [verdict.control, verdict])),
    closes: closesOf(catalogue, service, wanted.id),
  });
}

/** Files of ours and homes of people are yet to come; of anything else only what was recorded is known. */
function fileOf({ files }: InstalledHost, path: string): CurrentFile {
  const file = files[path];
  if (file !== undefined && file !== null) return { state: "there", file };
  if (file === null || /^\/home\/|secondlock/.test(path)) return { state: "absent" };
  return { state: "untouchable", because: "it was not recorded on a plain Debian 12" };
}

function snapshotOf(wanted: HostWanted, catalogue: Catalogue, { facts }: InstalledHost): Snapshot {
  const read = factsOf(catalogue.controls).map((fact): readonly [string, FactRead] => {
    const recorded = facts[fact.id];
    const raw: Record<string, RawOutputs[string]> = {};
    // sshd of a plain Debian has no Match block: what was read for one account is so for every other
    const any = Object.values(recorded ?? {})[0];
    for (const key of Object.keys(fact.reads(wanted))) {
      const output = recorded?.[key] ?? any;
      if (output !== undefined) raw[key] = output;
    }
    const reading = recorded === undefined ? unreadable("was not recorded") : fact.parse(raw, wanted);
    return [fact.id, { reading, commands: [], at: "" }];
  });
  return {
    host: wanted.id,
    system: known({
      ...{ id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)", supported: true },
      ...{ container: "none", bootId: "", hostKeys: [], addresses: [] },
    }),
    asRoot: true,
    facts: new Map(read),
    seconds: 0,
  };
}
