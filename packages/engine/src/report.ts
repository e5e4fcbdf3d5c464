// What prints an audit and writes it down. Apart from what makes one, for an audit waits for everything that is loaded before it
// logs in.
export { diffJson, diffReport } from "./audits/diff-report.ts";
export { auditJsonSchema } from "./report/audit.schema.ts";
export { writeHtml } from "./report/html.ts";
export { writeAuditJson } from "./report/json.ts";
export { writeJunit } from "./report/junit.ts";
export type { Names } from "./report/redact-names.ts";
export { redact } from "./report/redact.ts";
export { writeSarif } from "./report/sarif.ts";
export { terminalReport } from "./report/terminal.ts";
