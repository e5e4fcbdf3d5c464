import type { LogReason, ServiceReason } from "@secondlock/vault/service";

type Texts<R extends string> = Readonly<Record<R, readonly [what: string, hint: string]>>;

const database: Texts<"no-database-address" | "no-driver" | "unusable-database" | "unusable-log"> = {
  "no-database-address": ["no address of a database can be read there: %", "one line: postgres://user@host/database"],
  "no-driver": ["the driver of PostgreSQL is not installed", "npm install pg, beside Secondlock"],
  "unusable-database": [
    "the database cannot be used: %",
    "look whether it runs, and whether the rights are those of its user",
  ],
  "unusable-log": [
    "the log cannot be used: %",
    "make room, or make its folder writable for this user alone; without a log nothing is confirmed",
  ],
};

/** What happened, and what to do. `%` is what is known besides. */
const start: Texts<ServiceReason> = {
  ...database,
  "open-to-others": ["% can be read or changed by others", "its user alone: chmod 0700 for folders, 0600 for files"],
  "folder-gone": [
    "a master key is there, and nothing that goes with it: %",
    "is the volume mounted? To begin a new confirmer, move that master key away first",
  ],
  "no-signer": [
    "the confirmer has a log and no key to sign with: % is not there",
    "put it back from a backup: hosts know no other one",
  ],
  "malformed-signer": ["% holds no Ed25519 key", "put it back from a backup: hosts know no other one"],
  "unusable-folder": [
    "its folder cannot be used: %",
    "name another one with --folder, or make it writable for this user",
  ],
  "no-master-key": [
    "the master key is not there: %",
    "deliver it as before, with --master-key or as a credential; no other one opens what it encrypted",
  ],
  "malformed-master-key": [
    "% holds no master key",
    "32 random bytes as base64url: openssl rand -base64 32 | tr +/ -_ | tr -d =",
  ],
  "unreadable-master-key": ["the master key cannot be read: %", "look at the rights of the file and its folder"],
  "bad-head": [
    "the kept head of the log is not this confirmer's: %",
    "somebody changed it: compare the log with the hosts' receipts before anything else",
  ],
  "head-not-kept": ["the head of the log cannot be kept: %", "make room, or make its folder writable for this user"],
  "log-behind": [
    "the log was set back: it has %",
    "a restored log lets nobody see what was opened since: bring back the newest one, or begin a new confirmer",
  ],
  "log-forked": [
    "the log is not the one that this confirmer wrote last: %",
    "bring back its own log, or begin a new confirmer",
  ],
  "log-damaged": [
    "the log does not hold together: %",
    "secondlock log verify says more; bring back the newest whole copy",
  ],
  "no-head": [
    "nothing says how far the log was: the file head is not there, and there are %",
    "no backup takes it: what comes out of a backup is not confirmed with. Begin a new confirmer",
  ],
  "database-behind": [
    "the database is older than the log: %",
    "it was set back, and knows nothing of later openings and revocations: bring back the newest one, or begin a new confirmer",
  ],
  "forged-document": [
    "the database has what this confirmer did not write: %",
    "either this is another master key, or somebody else wrote there",
  ],
  "key-not-ours": [
    "a key does not go with this master key: %",
    "deliver the master key with which it was made; if it is that, somebody else wrote into the database",
  ],
  "clock-behind": [
    "the clock is behind the log, whose last entry is of %",
    "set the clock: windows, limits and one-time numbers go by it",
  ],
  unreadable: ["what the confirmer kept cannot be read: %", "look at the rights of its folder, and at the disk"],
  "bad-certificate": ["the certificate and its key are of no use: %", "two PEM files that belong together"],
  "not-listening": [
    "nobody can listen there: %",
    "another program may be there already; --listen and --health name others",
  ],
  "bad-webhook": ["no address for alerts can be read there: %", "one line: https://alerts.example/path"],
  "worker-failed": ["a process that answers does not come up: %", "--workers 1 says more"],
};

/** For people. */
export function unstarted(refused: Refused<ServiceReason>): Told {
  return told(start, refused);
}

const log: Texts<LogReason> = {
  ...database,
  "no-log": ["there is no log: %", "name the confirmer's folder with --folder"],
  "bad-head": ["the head is not this confirmer's: %", "name one that this confirmer signed"],
  "no-head": ["there is no head to compare with: %", "name one that was kept elsewhere, with --head"],
  unreadable: ["a file cannot be read: %", "run this on the confirmer's machine, as its user or root"],
  "bad-receipt": ["line % of the receipts is none", "take the file receipts from the folder of a host's keys"],
  "not-sound": [
    "the log is not what it was: %",
    "somebody changed it: keep this copy, and compare it with the hosts' receipts",
  ],
  "missing-opening": [
    "a host opened, and the log knows nothing of it: %",
    "somebody cut the log: keep this copy, and revoke what that host opens",
  ],
  "not-noted": ["the log is sound, and that cannot be noted: %", "run this as the confirmer's user or root"],
};

export function unread(refused: Refused<LogReason>): Told {
  return told(log, refused);
}

interface Refused<R extends string> {
  readonly reason: R;
  readonly detail?: string;
}

interface Told {
  readonly what: string;
  readonly hint: string;
}

function told<R extends string>(texts: Texts<R>, { reason, detail = "" }: Refused<R>): Told {
  const [what, hint] = texts[reason];
  return { what: what.replace("%", () => detail), hint };
}
