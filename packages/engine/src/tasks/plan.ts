import type { ServiceWanted } from "@secondlock/model";
import { readStatus } from "../host/host-status.ts";
import { judge } from "../judge/judge.ts";
import type { ControlVerdict } from "../audit.ts";
import { readCurrent } from "../plan/current-files.ts";
import { draftChanges } from "../plan/draft.ts";
import type { HostPlan, PlanItem } from "../plan/plan.ts";
import { packagesOf, pathsOf, resolveSteps } from "../plan/resolve-steps.ts";
import type { SshTarget } from "../targets/ssh.ts";
import type { AuditOptions, Catalogue } from "./audit-input.ts";
import { factsOf } from "./audit.ts";
import { closesOf } from "./closes.ts";
import { eachOf } from "./each-of.ts";
import { type Passwords, passwords } from "./passwords.ts";
import { type HostRead, readHost } from "./read-host.ts";
import { routeTo } from "./routes.ts";

export interface PlanInput {
  readonly service: ServiceWanted;
  /** The service with all its hosts, when only some are planned for. */
  readonly whole?: ServiceWanted;
  readonly catalogue: () => Promise<Catalogue>;
  readonly options: Pick<
    AuditOptions,
    | "sshConfig"
    | "mayAsk"
    | "standing"
    | "askPassword"
    | "passwordAtHand"
    | "signal"
    | "onProgress"
    | "width"
    | "seconds"
  >;
  /** Ids of controls: only these, and all but these. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** A host with its plan; its target is still connected. */
export interface Planned {
  readonly read: HostRead;
  readonly verdicts: readonly ControlVerdict[];
  readonly plan: HostPlan;
  /** Nothing that Secondlock changed stands there yet. */
  readonly first: boolean;
}

/** Plans for every host, over a connection each that `close` ends. Nothing is touched. */
export interface Plans {
  /** The service with all its hosts. */
  readonly service: ServiceWanted;
  readonly hosts: readonly Planned[];
  readonly passwords: Passwords;
  /** The connections, for what comes after it. */
  readonly standing: ReadonlyMap<string, SshTarget>;
  readonly close: () => Promise<void>;
}

export async function planHosts(input: PlanInput): Promise<Plans> {
  const { service, whole = service, options } = input;
  const password = passwords(options);
  const found = new Map<string, Planned>();
  const reads: HostRead[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(reads.map(({ target }) => target.close()));
  };
  const planning = eachOf(service.hosts, options.width ?? 16, async (wanted) => {
    options.onProgress?.({ step: "reading", host: wanted.id });
    const facts = async () => factsOf((await input.catalogue()).controls);
    const auditOptions = { ...options, attempts: false, full: false };
    const read = await readHost(wanted, routeTo(wanted, whole, options), facts, password, auditOptions);
    reads.push(read);
    found.set(wanted.id, await planHost(read, input));
    options.onProgress?.({
      step: "read",
      host: wanted.id,
      ...(read.unreachable === undefined ? {} : { because: read.unreachable }),
    });
  });
  await planning.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const hosts = service.hosts.flatMap(({ id }) => found.get(id) ?? []);
  return {
    service: whole,
    hosts,
    passwords: password,
    standing: new Map(hosts.flatMap(({ read }) => (read.ssh ? [[read.wanted.id, read.ssh] as const] : []))),
    close,
  };
}

async function planHost(read: HostRead, input: PlanInput): Promise<Planned> {
  const { wanted, snapshot, target } = read;
  const { service, options, only, except = [] } = input;
  const catalogue = await input.catalogue();
  const today = new Date().toISOString().slice(0, 10);
  const verdicts = catalogue.controls.map((control) =>
    judge(control, { wanted, snapshot, attempts: () => undefined, exceptions: service.exceptions, today }),
  );
  const refuse = (because: string): Planned => ({
    ...{ read, verdicts, first: false, plan: { ...empty(wanted.id), refusals: [because] } },
  });
  if (read.unreachable !== undefined) return refuse(read.unreachable);
  if (!snapshot.asRoot) return refuse(snapshot.refused ?? "the login gets no root there: a plan needs it");
  const seen = await readStatus(target, options.signal);
  if (!seen.known) return refuse(seen.because);
  const { record, drifted, armed, standing } = seen.status;
  const drafts = draftChanges({
    ...{ wanted, snapshot, record, controls: catalogue.controls },
    verdicts: new Map(verdicts.map((verdict) => [verdict.control, verdict])),
    selected: (id) => (only === undefined || only.includes(id)) && !except.includes(id),
    named: (id) => only?.includes(id) === true,
    closes: closesOf(catalogue, input.whole ?? service, wanted.id),
  });
  const current = await readCurrent(target, pathsOf(drafts.drafts), packagesOf(drafts.drafts), options);
  const { items, refusals } = resolveSteps(drafts.drafts, current);
  return {
    read,
    verdicts,
    first: standing.length === 0,
    plan: {
      host: wanted.id,
      items,
      byHand: drafts.byHand,
      found: drafts.found,
      unseen: drafts.unseen,
      refusals: [
        ...drafts.refusals,
        ...refusals,
        ...(armed === undefined ? [] : ["a change there waits to be confirmed, or to be taken back"]),
      ],
      drifted: drifted.filter((path) => touches(items, path)),
      record: { ...record, ...Object.fromEntries(drafts.drafts.map(({ resource, settings }) => [resource, settings])) },
    },
  };
}

function touches(items: readonly PlanItem[], path: string): boolean {
  return items.some(({ steps }) => steps.some((step) => step.kind === "file" && step.path === path));
}

function empty(host: string): HostPlan {
  return { host, items: [], byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} };
}
