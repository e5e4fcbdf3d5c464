export * from "./audit.ts";
export { fixText } from "./tasks/conclude.ts";
export { audit, factsOf } from "./tasks/audit.ts";
export type { AuditInput, AuditOptions, Catalogue, Progress } from "./tasks/audit-input.ts";
