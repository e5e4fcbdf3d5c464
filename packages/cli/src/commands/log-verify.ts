import { resolve } from "node:path";
import { verifyLog } from "@secondlock/vault/service";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { unread } from "./confirmer-refusals.ts";

/** What says that a log was changed, and not only that it could not be read. */
const broken: ReadonlySet<string> = new Set(["not-sound", "missing-opening", "bad-head"]);

/** Verifies a confirmer's log: 0 where it is sound, 1 where it is not. */
export async function logVerifyCommand(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const path = (name: string): string | undefined =>
    typeof options[name] === "string" ? resolve(options[name]) : undefined;
  const where = { folder: path("folder") ?? "", postgres: path("postgres") };
  const verified = await verifyLog(where, { head: path("head"), receipts: path("receipts"), now: new Date() });
  if (!verified.ok) {
    const { what, hint } = unread(verified);
    return refuse(console, what, hint, broken.has(verified.reason) ? 1 : 3);
  }
  const { size, hash, known, receipts, otherReceipts, redacted, missing } = verified.value;
  if (options["json"] === true) console.out(`${JSON.stringify(verified.value, undefined, 2)}\n`);
  else {
    console.out(`the log is sound: ${size} entries, the first ${known} as the kept head says, hash ${hash}\n`);
    if (receipts > 0) console.out(`each of ${receipts} receipts stands in it\n`);
    if (otherReceipts > 0)
      console.out(`${otherReceipts} receipts are other confirmers', and say nothing of this log\n`);
    if (redacted > 0) console.out(`${redacted} private values were removed, and the log says so\n`);
    if (missing > 0) console.out(`${missing} private values are gone without a word of it\n`);
  }
  return 0;
}
