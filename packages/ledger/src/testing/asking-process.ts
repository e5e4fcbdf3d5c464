import { writeSync } from "node:fs";
import { type Ledger, openLedger } from "../ledger.ts";
import { type LedgerReader, openReader } from "../reader.ts";
import type { Store } from "../store.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { sqliteStore } from "../stores/sqlite-store.ts";

export type Question = "append" | "append 16" | "redact" | "head" | "verify" | "read";

export interface Asking {
  readonly kind: "files" | "packed files" | "SQLite";
  readonly path: string;
  /** Opens it only to read. */
  readonly reads?: boolean;
  readonly ask: readonly Question[];
}

/** Asks each log one thing after the other and says each answer in a line (`head 3`): a number, or a reason. */
for (const text of process.argv.slice(2)) {
  const asking = JSON.parse(text) as Asking;
  const writing = asking.reads === true ? undefined : await writer(asking);
  const ledger = writing ?? (await reader(asking));
  for (const question of asking.ask) writeSync(1, `${question} ${await answer(question, ledger, writing)}\n`);
  await ledger.close();
}

function store({ kind, path }: Asking): Store {
  return kind === "SQLite" ? sqliteStore({ file: path }) : fileStore({ folder: path, compress: kind !== "files" });
}

async function reader(asking: Asking): Promise<LedgerReader> {
  const result = await openReader({ store: store(asking) });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.reader;
}

async function writer(asking: Asking): Promise<Ledger> {
  const result = await openLedger({ store: store(asking), segmentSize: 16 });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.ledger;
}

async function answer(question: Question, ledger: LedgerReader, writing?: Ledger): Promise<string | number> {
  switch (question) {
    case "head": {
      const head = await ledger.head();
      return head.ok ? head.head.size : head.reason;
    }
    case "verify": {
      const verified = await ledger.verify();
      return verified.ok ? verified.head.size : verified.reason;
    }
    case "read": {
      let count = 0;
      for await (const { seq } of ledger.read()) count = seq + 1;
      return count;
    }
    default:
      return await written(question, writing);
  }
}

async function written(question: Question, writing?: Ledger): Promise<string | number> {
  if (writing === undefined) throw new Error("a reader is not asked to write");
  const event = { type: "a.b", private: { name: "a-value-that-has-to-go" } };
  const all =
    question === "redact"
      ? [await writing.redact(0, "name")]
      : await Promise.all(Array.from({ length: question === "append" ? 1 : 16 }, () => writing.append(event)));
  const last = all.at(-1);
  return last?.ok === true ? last.seq : (last?.reason ?? "nothing");
}
