import { randomBytes } from "node:crypto";
import { toText } from "../bytes.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { createSql, finishSql, isRole, lookSql } from "./postgres-sql.ts";
import type { Provider, ProviderReason } from "./provider.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** Runs SQL as somebody who may change both roles, and gives what psql prints unaligned and without headings. */
export type RunSql = (sql: string) => Promise<Outcome<string, "failed">>;

/** Two login roles that take turns, and the role that owns what they make. */
export interface PostgresRoles {
  readonly roles: readonly [string, string];
  /** Without login; both are members. Absent: what a role makes is its own, and the other cannot change it. */
  readonly owner?: string;
  /** `postgresql://HOST:PORT/DATABASE`: role and password are put into it. */
  readonly url: string;
  readonly sql: RunSql;
}

interface Role {
  readonly role: string;
  readonly usable: boolean;
  /** Digest of the box that holds its password; empty where somebody else gave it one. */
  readonly mark: string;
  readonly sessions: number;
}

/**
 * PostgreSQL, where a role has one password at a time: so two roles take turns. Throws TypeError for names that are none, and for an
 * address with a user.
 */
export function postgresRoles({ roles, owner, url, sql }: PostgresRoles): Provider {
  const names = [...roles, ...(owner === undefined ? [] : [owner])];
  if (!names.every(isRole) || new Set(names).size < names.length) throw new TypeError("two roles and their owner");
  if (new URL(url).username !== "") throw new TypeError("the URL names no role");

  const ask = async (text: string): Promise<Outcome<string, ProviderReason>> => {
    const said = await sql(text);
    return said.ok ? said : refusal(said.detail ?? "");
  };
  const lookAt = async (): Promise<Outcome<readonly [Role, Role], ProviderReason>> => {
    const said = await ask(lookSql(roles));
    if (!said.ok) return said;
    const found = readRoles(said.value);
    const [a, b] = roles.map((name) => found.find(({ role }) => role === name));
    if (a === undefined || b === undefined) return refuse("no-such-key", a === undefined ? roles[0] : roles[1]);
    return accept([a, b]);
  };

  return {
    name: "postgresql",
    knows: ({ from, to }) => from !== to && roles.includes(from) && roles.includes(to),
    async prepare(current) {
      const found = await lookAt();
      const chosen = found.ok ? chooseRoles(found.value, current) : found;
      if (!chosen.ok) return chosen;
      const [from, to] = chosen.value;
      const password = toText(randomBytes(32));
      const value = new URL(url);
      value.username = to.role;
      value.password = password;
      const pair = { from: from.role, fromMark: from.mark, to: to.role, verifier: scramVerifier(password) };
      return accept({ pair, value: value.href });
    },
    async look({ from, to, toMark }) {
      const found = await lookAt();
      if (!found.ok) return found;
      const [old, next] = [from, to].map((name) => found.value.find(({ role }) => role === name));
      if (old === undefined || next === undefined) return refuse("no-such-key", from);
      // the role of before the first rotation has no mark, and may come back
      const there = next.usable && [toMark, ""].includes(next.mark);
      return accept({ there, oldUses: old.usable ? old.sessions : undefined });
    },
    async create(pair) {
      const said = await ask(createSql(pair, owner));
      return said.ok ? accept(undefined) : said;
    },
    proof: ({ to }) => to,
    async finish(pair, force) {
      const said = await ask(finishSql(pair, force));
      return said.ok ? accept(undefined) : said;
    },
  };
}

/** Which role is in use, and which takes over. Pure. */
export function chooseRoles(
  roles: readonly [Role, Role],
  current: string | undefined,
): Outcome<readonly [from: Role, to: Role], ProviderReason> {
  const usable = roles.filter((role) => role.usable);
  const held = current === undefined ? undefined : roles.find(({ mark }) => mark === current);
  if (held !== undefined && !held.usable) return refuse("stale-file", held.role);
  if (usable.length === 0) return refuse("none-usable");
  const from = held ?? usable[0];
  const to = roles.find((role) => role !== from);
  if (from === undefined || to === undefined) return refuse("none-usable");
  return to.usable ? refuse("both-usable", to.role) : accept([from, to]);
}

function readRoles(text: string): readonly Role[] {
  try {
    const found: unknown = JSON.parse(text.trim().split("\n").at(-1) ?? "");
    return Array.isArray(found) ? (found as readonly Role[]) : [];
  } catch {
    return [];
  }
}

/** Our own exceptions carry their reason: `ERROR:  secondlock both-usable shop_b`. */
function refusal(said: string): { readonly ok: false; readonly reason: ProviderReason; readonly detail?: string } {
  const [, reason = "", detail = ""] = /secondlock ([a-z-]+) ([a-z0-9_ ]+)/.exec(said) ?? [];
  const known: readonly ProviderReason[] = ["no-such-key", "both-usable", "stale-file", "not-there", "old-in-use"];
  const found = known.find((each) => each === reason);
  return found === undefined ? refuse("provider-failed", said) : refuse(found, detail);
}
