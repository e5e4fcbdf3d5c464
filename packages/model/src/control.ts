import type { Attempt } from "./attempt.ts";
import type { Facts, FactValues } from "./fact.ts";
import type { Inside } from "./outcome.ts";
import type { Fix } from "./state.ts";
import type { HostWanted } from "./wanted.ts";
import type { Domain, Harm } from "./way.ts";

export type Severity = "high" | "medium" | "low";

/** The most severe first. */
export const severityRank = { high: 0, medium: 1, low: 2 } as const satisfies Record<Severity, number>;

export type Area =
  | "ssh"
  | "accounts"
  | "sudo"
  | "passwords"
  | "network"
  | "updates"
  | "services"
  | "kernel"
  | "files"
  | "logging"
  | "database"
  | "tls"
  | "application";

/** One account, port or copy that a control is judged for. `host` when the control is judged once for the host. */
export interface Instance {
  /** Stable id, e.g. `host`, `account:ada`, `port:5432/tcp`, `database:main`. */
  readonly id: string;
  /** For people, e.g. `ada`, `port 5432`. */
  readonly title: string;
}

export const theHost: Instance = { id: "host", title: "the host" };

export type Applies = { readonly applies: true } | { readonly applies: false; readonly because: string };

/** What a control contributes when it stands in a way. */
export interface LockShape {
  readonly stops: readonly Harm[];
  readonly domains: readonly [Domain, ...Domain[]];
}

/** One protection of a host, as data. */
export interface Control<F extends Facts = Facts> {
  readonly id: string;
  readonly title: string;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  readonly severity: Severity;
  readonly area: Area;
  /** Requirement ids that it covers, e.g. `R007`. */
  readonly covers: readonly [string, ...string[]];
  readonly applies: (wanted: HostWanted) => Applies;
  /** What it is judged for; the worst instance gives the control's verdict. Default: once for the host. */
  readonly each?: (wanted: HostWanted) => readonly Instance[];
  readonly facts: F;
  /** Pure. Called only when every fact could be read. */
  readonly verdict: (facts: FactValues<F>, wanted: HostWanted, instance: Instance) => Inside;
  readonly attempt: Attempt | { readonly none: string };
  readonly fix: (wanted: HostWanted) => readonly Fix[];
  /** The lock that it is in a way. Absent: it is hygiene that no way counts on. */
  readonly lock?: (wanted: HostWanted, instance: Instance) => LockShape;
  readonly references: readonly [string, ...string[]];
}

// oxlint-disable-next-line typescript/no-explicit-any -- controls over different facts in one list
export type AnyControl = Control<any>;

export function defineControl<F extends Facts>(control: Control<F>): Control<F> {
  return control;
}

export function everyHost(): Applies {
  return { applies: true };
}

/** Applies where the condition holds, otherwise not, for the reason given. */
export function onlyWhere(
  condition: (wanted: HostWanted) => boolean,
  because: string,
): (wanted: HostWanted) => Applies {
  return (wanted) => (condition(wanted) ? { applies: true } : { applies: false, because });
}

/** Each administrator, root and the auditor: what an outside address would try. */
export function everyAccount(wanted: HostWanted): readonly Instance[] {
  const others = ["root", ...(wanted.auditor ? [wanted.auditor.account] : [])];
  return accountInstances([...administratorAccounts(wanted), ...others]);
}

/** Each administrator, not root. */
export function everyAdministrator(wanted: HostWanted): readonly Instance[] {
  return accountInstances(administratorAccounts(wanted)).filter((instance) => instance.id !== "account:root");
}

function administratorAccounts({ admins, ssh }: HostWanted): readonly string[] {
  return [...admins.map(({ account }) => account), ...(ssh ? [ssh.user] : [])];
}

function accountInstances(accounts: readonly string[]): readonly Instance[] {
  return [...new Set(accounts)].map((account) => ({ id: `account:${account}`, title: account }));
}

/** The account name of an instance made by {@link everyAccount}. */
export function accountOf(instance: Instance): string {
  return instance.id.replace(/^account:/, "");
}
