import type { Entry } from "../read.ts";
import { writtenText } from "../written-text.ts";

/**
 * Fields for the journal (systemd.journal-fields(7)): hand them to `logger --journald`, `sd_journal_send` or the
 * socket's native protocol. Values may hold line ends: a writer of the native protocol has to frame them.
 * Private values are left out.
 */
export function toJournaldFields(entry: Entry, log: string): ReadonlyMap<string, string> {
  return new Map([
    ["MESSAGE", `${entry.type} ${writtenText(entry.data)}`],
    ["PRIORITY", "5"],
    ["SYSLOG_FACILITY", "13"],
    ["SYSLOG_IDENTIFIER", "ledger"],
    // fields of one's own may not begin with an underscore, and have capitals, digits and underscores only
    ["LEDGER_LOG", log],
    ["LEDGER_SEQ", String(entry.seq)],
    ["LEDGER_TIME", entry.time],
    ["LEDGER_TYPE", entry.type],
    ["LEDGER_HASH", entry.hash],
    ["LEDGER_PREV", entry.prev],
    ["LEDGER_DATA", writtenText(entry.data)],
  ]);
}
