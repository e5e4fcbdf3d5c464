/** What the configuration says about one control. */
export type Inside =
  | { readonly inside: "holds"; readonly because: string }
  | { readonly inside: "broken"; readonly because: string }
  | { readonly inside: "unreadable"; readonly because: string }
  /** `absent`: the thing itself is not on the host, so nobody gets in by it either. */
  | { readonly inside: "not applicable"; readonly because: string; readonly absent?: true };

/** What an attempted break-in got. */
export type Outside =
  | { readonly outside: "refused"; readonly because: string; readonly vantages: readonly string[] }
  | { readonly outside: "succeeded"; readonly because: string; readonly vantages: readonly string[] }
  /** The positive check failed, so nothing can be concluded. */
  | { readonly outside: "inconclusive"; readonly because: string; readonly vantages: readonly string[] }
  | { readonly outside: "not attempted"; readonly because: string; readonly vantages: readonly [] };

export type Verdict =
  | "proven"
  | "contradiction"
  | "luck"
  | "broken"
  | "claimed"
  | "unknown"
  | "not applicable"
  | "not seen yet";

export function holds(because: string): { readonly inside: "holds"; readonly because: string } {
  return { inside: "holds", because };
}

export function broken(because: string): { readonly inside: "broken"; readonly because: string } {
  return { inside: "broken", because };
}

/** For a rule that has its facts and still cannot tell. */
export function undecided(because: string): { readonly inside: "unreadable"; readonly because: string } {
  return { inside: "unreadable", because };
}

export function notApplicable(because: string): { readonly inside: "not applicable"; readonly because: string } {
  return { inside: "not applicable", because };
}

/** For a control of something that is not on the host: no SSH server, no database. */
export function nothingThere(because: string): {
  readonly inside: "not applicable";
  readonly because: string;
  readonly absent: true;
} {
  return { inside: "not applicable", because, absent: true };
}

export function refused(because: string): { readonly outside: "refused"; readonly because: string } {
  return { outside: "refused", because };
}

export function succeeded(because: string): { readonly outside: "succeeded"; readonly because: string } {
  return { outside: "succeeded", because };
}

export function inconclusive(because: string): { readonly outside: "inconclusive"; readonly because: string } {
  return { outside: "inconclusive", because };
}
