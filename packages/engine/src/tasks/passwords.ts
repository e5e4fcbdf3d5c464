import type { SshSettings } from "../targets/ssh-settings.ts";
import type { AuditOptions } from "./audit-input.ts";

type PasswordOptions = Pick<AuditOptions, "askPassword" | "passwordAtHand">;

/** Sudo's passwords of a run: asked for one after the other, never kept longer than the run. */
export interface Passwords {
  readonly mayBeAsked: boolean;
  /** Asking disturbs nobody. */
  readonly atHand: boolean;
  /** Hosts that give the same `shared` get the same answer; undefined: this host's answer is its own. */
  readonly get: (host: string, shared: string | undefined) => Promise<string | undefined>;
  /** One in place of a wrong one, where a person can type it; hosts that share it share the new one. */
  readonly again: (host: string, shared: string | undefined) => Promise<string | undefined>;
}

export function passwords({ askPassword: ask, passwordAtHand: atHand = false }: PasswordOptions): Passwords {
  const answers = new Map<string, Promise<string | undefined>>();
  const corrections = new Map<string, Promise<string | undefined>>();
  // by host: one that took the first answer keeps it, whatever was typed for another
  const corrected = new Map<string, Promise<string | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  const askNext = async (host: string, again = false): Promise<string | undefined> => {
    // one question at a time: there is one terminal
    const answer = last.then(() => ask?.(host, again));
    last = answer.catch(() => undefined);
    return await answer;
  };
  return {
    mayBeAsked: ask !== undefined,
    atHand,
    get(host, shared) {
      const known = corrected.get(host) ?? (shared === undefined ? undefined : answers.get(shared));
      if (known !== undefined) return known;
      const answer = askNext(host);
      if (shared !== undefined) answers.set(shared, answer);
      return answer;
    },
    async again(host, shared) {
      if (ask === undefined || atHand) return undefined;
      const answer = (shared === undefined ? undefined : corrections.get(shared)) ?? askNext(host, true);
      if (shared !== undefined) corrections.set(shared, answer);
      corrected.set(host, answer);
      return await answer;
    },
  };
}

/** What hosts must have in common for one answer to serve them: the login user, on hosts whose key somebody verified. Pure. */
export function sharedBy({ user, verified }: Pick<SshSettings, "user" | "verified">): string | undefined {
  return verified ? user : undefined;
}
