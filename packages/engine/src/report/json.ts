import type { Audit } from "../audit.ts";
import { joinPieces, type Pieces, type Write, writePieces } from "./pieces.ts";
import { cleanJson } from "./clean-json.ts";

/** Lists that grow with the fleet are written item by item, one item a line. */
function* listPieces(name: string, items: readonly unknown[]): Pieces {
  yield `  ${JSON.stringify(name)}: [`;
  let separator = "\n    ";
  for (const item of items) {
    yield separator + cleanJson(item);
    separator = ",\n    ";
  }
  yield items.length > 0 ? "\n  ]" : "]";
}

/** The audit as published by `audit.schema.ts`: keys in a fixed order, one verdict a line, so that a text diff reads well. */
export function* auditJsonPieces(audit: Audit): Pieces {
  const { schema, version, service, started, finished } = audit;
  const head = { schema, version, service, started, finished };
  yield "{\n";
  for (const [name, value] of Object.entries(head)) yield `  ${JSON.stringify(name)}: ${cleanJson(value)},\n`;
  for (const name of ["targets", "verdicts", "answers", "fixFirst"] as const) {
    yield* listPieces(name, audit[name]);
    yield ",\n";
  }
  yield `  "coverage": ${cleanJson(audit.coverage)}\n}\n`;
}

export function auditJson(audit: Audit): string {
  return joinPieces(auditJsonPieces(audit));
}

export async function writeAuditJson(audit: Audit, write: Write): Promise<void> {
  await writePieces(auditJsonPieces(audit), write);
}
