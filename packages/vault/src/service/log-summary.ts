import type { Ledger } from "@secondlock/ledger";

/** What the log says last of one key. */
export interface LoggedKey {
  readonly revision: number;
  readonly revoked: boolean;
  readonly shredded: boolean;
  /** The highest version of its policy that held when something happened to it. */
  readonly policyVersion: number;
}

/** What a database that goes with a log cannot be behind of. */
export interface LogSummary {
  readonly keys: ReadonlyMap<string, LoggedKey>;
  /** Version of the list of owners. */
  readonly owners: number;
  /** Of the last entry, seconds since 1970; 0 for an empty log. */
  readonly time: number;
}

const nothing: LoggedKey = { revision: 0, revoked: false, shredded: false, policyVersion: 0 };

/** Reads a log once. Throws a StoreError where it cannot be read. */
export async function summary(ledger: Pick<Ledger, "read">): Promise<LogSummary> {
  const keys = new Map<string, LoggedKey>();
  let [owners, time] = [0, 0];
  for await (const { type, time: at, data } of ledger.read()) {
    time = Date.parse(at) / 1_000;
    const { kid, revision, version, policyVersion } = data;
    if (type === "owners.set" && typeof version === "number") owners = Math.max(owners, version);
    // who was refused changed nothing
    if (typeof kid !== "string" || type === "opening.refused") continue;
    const before = keys.get(kid) ?? nothing;
    keys.set(kid, {
      revision: typeof revision === "number" ? Math.max(before.revision, revision) : before.revision,
      revoked: before.revoked || type === "key.revoked",
      shredded: before.shredded || type === "key.shredded",
      policyVersion:
        typeof policyVersion === "number" ? Math.max(before.policyVersion, policyVersion) : before.policyVersion,
    });
  }
  return { keys, owners, time };
}
