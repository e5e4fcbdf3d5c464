import { writeSync } from "node:fs";
import { openLedger } from "../ledger.ts";
import { sqliteStore } from "../stores/sqlite-store.ts";

/** Opens a log in SQLite to write, and says in a line what its standing is. */
const [file = ""] = process.argv.slice(2);
const result = await openLedger({ store: sqliteStore({ file }) });
if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
writeSync(1, `standing ${result.standing.ok ? "ok" : result.standing.reason}\n`);
await result.ledger.close();
