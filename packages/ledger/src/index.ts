export type { Limits, Plain, PlainReason } from "./canonical.ts";
export type { DamageReason } from "./damage.ts";
export { type ConsistencyProof, type EntryProof, provesConsistency, provesEntry } from "./entry-proof.ts";
export type { EntryBody } from "./entry.ts";
export { defaultLimits, type EventReason, type LedgerEvent } from "./event.ts";
export { toJournaldFields } from "./export/journald.ts";
export { toNdjson } from "./export/ndjson.ts";
export { type AnyValue, type KeyValue, type LogRecord, toLogRecord } from "./export/open-telemetry.ts";
export { type SyslogOrigin, toSyslog } from "./export/syslog.ts";
export type { Hash } from "./hash.ts";
export { type Head, type HeadVerification, type SignedHead, verifySignedHead } from "./head.ts";
export {
  type Appended,
  type Ledger,
  type LedgerOptions,
  type OpenedLedger,
  openLedger,
  type Redacted,
} from "./ledger.ts";
export type { ConsistencyProven, EntryProven, ProofReason } from "./prove.ts";
export type { Entry } from "./read.ts";
export type { NoLog, OtherLog } from "./opening.ts";
export { type LedgerReader, openReader, type ReaderOptions } from "./reader.ts";
export type { RedactReason } from "./redact.ts";
export {
  type Change,
  type CommonReason,
  type Failure,
  type Found,
  type LogIdentity,
  type Outcome,
  type Refusal,
  type Row,
  type Seal,
  type Store,
  type StoredRows,
  StoreError,
  type StoreReason,
  type TornTail,
  type Turn,
  type Unreadable,
} from "./store.ts";
export type { WrittenEntry } from "./turn.ts";
export { fileStore, type FileStoreOptions } from "./stores/file/file-store.ts";
export { type PostgresClient, type PostgresPool } from "./stores/postgres-client.ts";
export { postgresStore, type PostgresStoreOptions } from "./stores/postgres-store.ts";
export { postgresTables } from "./stores/postgres-tables.ts";
export { sqliteStore, type SqliteStoreOptions } from "./stores/sqlite-store.ts";
export type { Damage, Verification, Verified } from "./verify.ts";
