import { fileURLToPath } from "node:url";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Redacts the first entry of a compressed log, and dies as it begins to write to a file with the given end. */
const [folder = "", ending = ""] = process.argv.slice(2);
const write = fs.createWriteStream;
fs.createWriteStream = (path, ...rest) => {
  const name = path instanceof URL ? fileURLToPath(path) : String(path);
  if (name.endsWith(ending)) process.kill(process.pid, "SIGKILL");
  return write(path, ...rest);
};
syncBuiltinESMExports();

// only now: they take what they need from node:fs when they are loaded
const { openLedger } = await import("../ledger.ts");
const { fileStore } = await import("../stores/file/file-store.ts");
const result = await openLedger({ store: fileStore({ folder, compress: true }) });
if (!result.ok) throw new Error(result.reason);
await result.ledger.redact(0, "name");
