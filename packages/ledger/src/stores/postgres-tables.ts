/**
 * The ledger's tables, for those who make tables by hand: the store makes them itself when they are not there.
 * A role that only appends needs SELECT on all three, INSERT on `ledger_entry` and `ledger_seal`, UPDATE (opened) on
 * `ledger_entry` for `redact`, and UPDATE on `ledger_log`, whose row is the lock. None needs DELETE.
 */
export const postgresTables = `
CREATE TABLE IF NOT EXISTS ledger_log (
  name text PRIMARY KEY, v integer NOT NULL, id text NOT NULL, segment_size integer NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger_entry (
  log text NOT NULL REFERENCES ledger_log (name), seq bigint NOT NULL,
  hash text NOT NULL, entry text NOT NULL, opened text, batch text NOT NULL,
  PRIMARY KEY (log, seq)
);
CREATE TABLE IF NOT EXISTS ledger_seal (
  log text NOT NULL REFERENCES ledger_log (name), segment integer NOT NULL,
  root text NOT NULL, last text NOT NULL, time text NOT NULL,
  PRIMARY KEY (log, segment)
);
`;
