import type {
  AccountChange,
  CertificateChange,
  ModesChange,
  PackageChange,
  Reload,
  Settings,
  Severity,
  SqlChange,
  UnitChange,
} from "@secondlock/model";

/** A file as it is on the host, or as it is to be. */
export interface FileState {
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** A whole file: what it is now, and what it will be; undefined where there is none. */
export interface FileStep {
  readonly kind: "file";
  readonly path: string;
  readonly before?: FileState;
  readonly after?: FileState;
  readonly reload?: Reload;
}

/** One change that the host makes, with nothing left to decide. */
export type Step = FileStep | ModesChange | UnitChange | AccountChange | PackageChange | SqlChange | CertificateChange;

export interface PlannedControl {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What is wrong now. */
  readonly because: string;
  /** Titles of the breaches in whose ways it stands. */
  readonly closes: readonly string[];
}

/** One resource with everything that changes on it, like one commit of a pull request. */
export interface PlanItem {
  readonly resource: string;
  readonly texts: readonly string[];
  readonly controls: readonly PlannedControl[];
  /** What the administrator loses or must do differently. */
  readonly costs: readonly string[];
  readonly risks: readonly string[];
  readonly steps: readonly Step[];
  /** True: each of its units is asked about by itself. */
  readonly asks?: true;
}

/** What only a person can do. */
export interface HandWork {
  readonly control: PlannedControl;
  readonly text: string;
}

/** What `harden` would do to one host. Pure data: the same plan is shown, asked about and applied. */
export interface HostPlan {
  readonly host: string;
  readonly items: readonly PlanItem[];
  readonly byHand: readonly HandWork[];
  /** What was found there that stays, such as Docker or ufw, and how the two live together. */
  readonly found: readonly string[];
  /** Controls that cannot be planned for, because what they look at could not be read. */
  readonly unseen: readonly { readonly control: string; readonly because: string }[];
  /** Why nothing of this plan may be applied. */
  readonly refusals: readonly string[];
  /** Files of ours that somebody has changed by hand since they were written. */
  readonly drifted: readonly string[];
  /** Settings by resource that stand once the plan is applied; the host keeps them for the next plan. */
  readonly record: Readonly<Record<string, Settings>>;
}

/** Units that are asked about one by one before they change. */
export function askedUnits({ items }: HostPlan): readonly string[] {
  return items.flatMap(({ asks, steps }) =>
    asks === true ? steps.flatMap((step) => (step.kind === "unit" ? [step.unit] : [])) : [],
  );
}

/** The plan without units that somebody said no to. */
export function withoutUnits(plan: HostPlan, refused: ReadonlySet<string>): HostPlan {
  const items = plan.items.flatMap((item): readonly PlanItem[] => {
    if (item.asks !== true) return [item];
    const steps = item.steps.filter((step) => step.kind !== "unit" || !refused.has(step.unit));
    return steps.length === 0 ? [] : [{ ...item, steps }];
  });
  return { ...plan, items };
}

export function isEmpty({ items }: HostPlan): boolean {
  return items.length === 0;
}

/** What of a plan nobody has seen, once packages have changed what the first look saw; undefined when it is nothing. */
export function unseenOf(now: HostPlan, shown: HostPlan): HostPlan | undefined {
  const seen = new Set(shown.items.flatMap(({ steps }) => steps.map((step) => JSON.stringify(step))));
  const items = now.items.flatMap((item): readonly PlanItem[] => {
    const steps = item.steps.filter((step) => !seen.has(JSON.stringify(step)));
    return steps.length === 0 ? [] : [{ ...item, steps }];
  });
  const drifted = now.drifted.filter((path) => !shown.drifted.includes(path));
  if (items.length + drifted.length + now.refusals.length === 0) return undefined;
  return { ...now, items, drifted, byHand: [], found: [], unseen: [] };
}
