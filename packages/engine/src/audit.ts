import type { Answer, Area, Domain, Harm, Inside, Outside, Severity, Standing, Verdict } from "@secondlock/model";

/** Version of the published shape of {@link Audit}. A change that removes or renames a field makes a new number. */
export const auditSchema = "secondlock-audit/1";

/** What was read or tried, so that a reader can check it by hand. Bounded and sanitised; never a secret. */
export interface Evidence {
  /** `inside` for a fact, `outside` for an attempt. */
  readonly side: "inside" | "outside";
  /** Id of the fact or of the attempt. */
  readonly source: string;
  /** The exact command or probe. */
  readonly command: string;
  /** What came back, reduced and cut to {@link evidenceLimit} characters. */
  readonly value: string;
  readonly vantage: string;
  /** ISO 8601, the operator's clock. */
  readonly at: string;
}

export const evidenceLimit = 600;

export interface InstanceVerdict {
  readonly instance: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly inside: Inside["inside"];
  readonly insideBecause: string;
  readonly outside: Outside["outside"];
  readonly outsideBecause: string;
  readonly vantages: readonly string[];
  /** Not applicable because the thing itself is not on the host, e.g. no SSH server. */
  readonly absent?: true;
}

export interface ControlVerdict {
  readonly control: string;
  readonly target: string;
  readonly title: string;
  readonly area: Area;
  readonly severity: Severity;
  /** The worst of the instances. */
  readonly verdict: Verdict;
  readonly inside: { readonly outcome: Inside["inside"]; readonly because: string };
  readonly outside: {
    readonly outcome: Outside["outside"];
    readonly because: string;
    readonly vantages: readonly string[];
  };
  readonly instances: readonly InstanceVerdict[];
  readonly evidence: readonly Evidence[];
  /** Present when an exception was recorded for this control on this host. Never turns a verdict green. */
  readonly exception?: { readonly until: string; readonly reason: string; readonly expired: boolean };
}

export interface TargetReport {
  readonly id: string;
  readonly role: string;
  /** How it was reached, e.g. `ssh deploy@app-1.example`, or `this machine`. */
  readonly reached: string;
  readonly system: string;
  /** `read`: facts came back; `unreachable`: none did. */
  readonly state: "read" | "unreachable";
  /** Why nothing could be read; with state `read`: why only a part of it could. */
  readonly because?: string;
  /** Why it was read without root, where sudo was given a password. */
  readonly withoutRoot?: string;
  /** Seconds by which the host's clock is ahead of the operator's, negative when behind; only when more than a minute. */
  readonly clockAhead?: number;
  readonly asRoot: boolean;
  /** Seconds that the inside read took. */
  readonly seconds: number;
}

export interface LockReport {
  readonly control: string;
  readonly title: string;
  readonly host?: string;
  readonly instance?: string;
  readonly standing: Standing;
  readonly domains: readonly Domain[];
}

export interface WayReport {
  readonly id: string;
  readonly title: string;
  readonly asset: string;
  readonly harm: Harm;
  /** Locks that count in this breach: they stop the harm, stand, and have no fallen domain. */
  readonly holding: readonly LockReport[];
  /** Locks that would have counted, had they not fallen or been down. */
  readonly missing: readonly LockReport[];
}

export interface BreachAnswer {
  readonly breach: string;
  readonly question: string;
  readonly answer: Answer;
  /** With proven locks only, and with proven, claimed and unseen ones. */
  readonly bounds: { readonly proven: Exclude<Answer, "not known">; readonly possible: Exclude<Answer, "not known"> };
  /** The instance of the breach that gave the answer, e.g. `ada's laptop`. */
  readonly instance: string;
  /** The weakest way; absent when nothing in this service is threatened by it. */
  readonly weakest?: WayReport;
  /** The two locks that hold (answer yes), the one that is left, or none. */
  readonly locks: readonly LockReport[];
  readonly because: string;
}

export interface FixFirst {
  readonly control: string;
  readonly target: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Breaches whose answer would get better if this control were proven. */
  readonly turns: readonly string[];
  readonly fix: string;
}

export interface Coverage {
  readonly controls: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Inside reads that gave a value, of those asked for. */
  readonly factsRead: number;
  readonly factsAsked: number;
  /** Reasons why facts or attempts are missing, with their number, most frequent first. */
  readonly unseen: readonly { readonly because: string; readonly count: number }[];
  readonly attemptsMade: number;
  readonly attemptsRefused: number;
  /** Parts of the product that do not look yet. */
  readonly notSeenYet: readonly string[];
}

/** One whole audit: what every report is made from, and what is kept in `.secondlock/audits/`. */
export interface Audit {
  readonly schema: typeof auditSchema;
  readonly version: string;
  readonly service: string;
  readonly started: string;
  readonly finished: string;
  readonly targets: readonly TargetReport[];
  readonly verdicts: readonly ControlVerdict[];
  readonly answers: readonly BreachAnswer[];
  readonly fixFirst: readonly FixFirst[];
  readonly coverage: Coverage;
}
