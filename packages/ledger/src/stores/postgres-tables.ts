/**
 * The ledger's tables, for those who make tables by hand: the store makes them, and a log's row, itself when they are not
 * there and it may. The README says which rights a role needs to append, to redact and to read.
 * A number of an entry, and the one after it, is a safe integer (2^53 - 1 at most).
 * `turn` is never written: the right to update it is the right to lock the row (SELECT FOR UPDATE), and no other.
 */
export const postgresTables = `
CREATE TABLE IF NOT EXISTS ledger_log (
  name text PRIMARY KEY, v integer NOT NULL, id text NOT NULL, segment_size integer NOT NULL, turn integer
);
CREATE TABLE IF NOT EXISTS ledger_entry (
  log text NOT NULL REFERENCES ledger_log (name),
  seq bigint NOT NULL CONSTRAINT ledger_entry_seq CHECK (seq BETWEEN 0 AND 9007199254740990),
  hash text NOT NULL, entry text NOT NULL, opened text, batch text NOT NULL,
  PRIMARY KEY (log, seq)
);
CREATE TABLE IF NOT EXISTS ledger_seal (
  log text NOT NULL REFERENCES ledger_log (name), segment integer NOT NULL,
  root text NOT NULL, last text NOT NULL, time text NOT NULL,
  PRIMARY KEY (log, segment)
);
`;
