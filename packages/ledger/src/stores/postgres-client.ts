/** What the ledger needs of a connection of `pg`; a client of another driver may be dressed up as one. */
export interface PostgresClient {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  /** With `true` the connection is closed instead of going back to the pool. */
  release(destroy?: boolean): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** What the ledger needs of `pg.Pool`. The pool stays its owner's, who ends it and listens to its errors. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
}
