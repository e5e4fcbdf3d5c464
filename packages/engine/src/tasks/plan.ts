import type { AnyControl, ServiceWanted } from "@secondlock/model";
import type { Snapshot } from "../collect/collect.ts";
import type { Busy } from "../host/host-link.ts";
import { readStatus } from "../host/host-status.ts";
import { judge } from "../judge/judge.ts";
import type { ControlVerdict } from "../audit.ts";
import { readCurrent } from "../plan/current-files.ts";
import { draftChanges } from "../plan/draft.ts";
import { leftToPeople, type LostControl, lostControls } from "../plan/lost-controls.ts";
import type { HostPlan, PlanItem } from "../plan/plan.ts";
import { packagesOf, pathsOf, resolveSteps } from "../plan/resolve-steps.ts";
import { dayAndTime } from "../report/words.ts";
import type { SshTarget } from "../targets/ssh.ts";
import { sshSettings } from "../targets/ssh-settings.ts";
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
  const judged = (control: AnyControl, facts: Snapshot): ControlVerdict =>
    judge(control, { wanted, snapshot: facts, attempts: () => undefined, exceptions: service.exceptions, today });
  const verdicts = catalogue.controls.map((control) => judged(control, snapshot));
  const refuse = (because: string): Planned => ({
    ...{ read, verdicts, first: false, plan: { ...empty(wanted.id), refusals: [because] } },
  });
  if (read.unreachable !== undefined) return refuse(read.unreachable);
  if (!snapshot.asRoot)
    return refuse(`${snapshot.refused ?? "the login gets no root there, and a plan needs it"}; hint: ${rootHint}`);
  const seen = await readStatus(target, options.signal);
  if (!seen.known) return refuse(seen.because);
  const { record, drifted, armed, standing } = seen.status;
  if (armed !== undefined) return refuse(waitingText(armed));
  const drafts = draftChanges({
    ...{ wanted, snapshot, record, controls: catalogue.controls },
    verdicts: new Map(verdicts.map((verdict) => [verdict.control, verdict])),
    selected: (id) => (only === undefined || only.includes(id)) && !except.includes(id),
    named: (id) => only?.includes(id) === true,
    login: read.route === undefined ? undefined : (await sshSettings(read.route)).user,
    closes: closesOf(catalogue, input.whole ?? service, wanted.id),
  });
  const current = await readCurrent(target, pathsOf(drafts.drafts), packagesOf(drafts.drafts), options);
  const { items, byHand, refusals } = resolveSteps(drafts.drafts, current);
  const holding = catalogue.controls.filter((_, index) => verdicts[index]?.inside.outcome === "holds");
  const lost = lostControls(drafts.drafts, snapshot, holding, judged);
  return {
    read,
    verdicts,
    first: standing.length === 0,
    plan: {
      host: wanted.id,
      items: withLosses(items, lost),
      byHand: [...leftToPeople(drafts, snapshot, catalogue.controls, judged), ...byHand],
      found: drafts.found,
      unseen: drafts.unseen,
      refusals: [...drafts.refusals, ...refusals],
      drifted: drifted.filter((path) => touches(items, path)),
      record: { ...record, ...Object.fromEntries(drafts.drafts.map(({ resource, settings }) => [resource, settings])) },
    },
  };
}

function waitingText({ who, since }: Busy): string {
  const when = Number.isNaN(since) ? "" : ` on ${dayAndTime(new Date(since * 1_000))}`;
  return `a change there waits to be confirmed, or to be taken back: ${who} began it${when}`;
}

/** What does not hold any more afterwards is a cost of the change that turns it. */
function withLosses(items: readonly PlanItem[], lost: readonly LostControl[]): readonly PlanItem[] {
  return items.map((item, index) => {
    const losses = lost.filter(({ resource }) =>
      items.some((one) => one.resource === resource) ? resource === item.resource : index === 0,
    );
    const costs = losses.map(({ control, because }) => `Afterwards ${because} (${control}).`);
    return { ...item, costs: [...item.costs, ...costs] };
  });
}

const rootHint =
  "log in as an administrator whose sudo works; where it asks for a password, run this at a terminal or give --sudo-password-stdin";

function touches(items: readonly PlanItem[], path: string): boolean {
  return items.some(({ steps }) => steps.some((step) => step.kind === "file" && step.path === path));
}

function empty(host: string): HostPlan {
  return { host, items: [], byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} };
}
