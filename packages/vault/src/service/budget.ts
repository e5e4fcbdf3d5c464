/** How many of one kind are let through: some at once, and then one every so many seconds. */
export interface Allowance {
  readonly atOnce: number;
  /** Seconds. */
  readonly every: number;
}

/** Lets some of each kind through and counts the rest. One kind that floods takes nothing from another. */
export interface Budget {
  /** Whether it is let through; if not, it is counted. `now` in seconds. */
  take(kind: string, now: number): boolean;
  /** Counts one that was let through and came no further. */
  leaveOut(kind: string): void;
  /** What was counted since this was asked last, by kind. */
  leftOut(): Readonly<Record<string, number>>;
}

/** Kinds that are told apart: they come from the program, and never from who asks. */
const mostKinds = 256;

export function budget({ atOnce, every }: Allowance): Budget {
  const left = new Map<string, { readonly tokens: number; readonly at: number }>();
  let counted: Record<string, number> = {};
  const nameOf = (kind: string): string => (left.has(kind) || left.size < mostKinds ? kind : "other");
  const count = (name: string): void => void (counted[name] = (counted[name] ?? 0) + 1);
  return {
    take(kind, now) {
      const name = nameOf(kind);
      const { tokens, at } = left.get(name) ?? { tokens: atOnce, at: now };
      const filled = Math.min(atOnce, tokens + Math.max(0, now - at) / every);
      const isLetThrough = filled >= 1;
      left.set(name, { tokens: isLetThrough ? filled - 1 : filled, at: Math.max(at, now) });
      if (!isLetThrough) count(name);
      return isLetThrough;
    },
    leaveOut: (kind) => count(nameOf(kind)),
    leftOut() {
      const before = counted;
      counted = {};
      return before;
    },
  };
}
