import { type Audit, diffAudits, lastAudits, loadAudit } from "@secondlock/engine";
import { diffJson, diffReport } from "@secondlock/engine/report";
import { complain, type Console } from "../console.ts";
import type { Earlier } from "../earlier-audit.ts";
import type { ExitCode } from "../exit-codes.ts";

/** Shows what turned between two audits. */
export async function diffCommand(
  before: string | undefined,
  after: string | undefined,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const pair = await auditPair(before, after);
  if (!pair.ok) {
    complain(console, pair.because, pair.hint);
    return 2;
  }
  const diff = diffAudits(...pair.value);
  console.out(
    options["json"] === true
      ? diffJson(diff)
      : diffReport(diff, { width: console.width, colour: console.colour, ascii: !console.unicode }),
  );
  return 0;
}

type Pair = { readonly ok: true; readonly value: readonly [Audit, Audit] } | Extract<Earlier, { ok: false }>;

async function auditPair(before: string | undefined, after: string | undefined): Promise<Pair> {
  if (before !== undefined && after !== undefined) {
    const [first, second] = [await loadAudit(before), await loadAudit(after)];
    if (!first.ok) return first;
    return second.ok ? { ok: true, value: [first.value, second.value] } : second;
  }
  const kept = await lastAudits(process.cwd(), 2);
  const [newest, previous] = kept;
  if (before !== undefined) {
    const first = await loadAudit(before);
    if (!first.ok) return first;
    if (newest) return { ok: true, value: [first.value, newest] };
  } else if (newest && previous) return { ok: true, value: [previous, newest] };
  return {
    ok: false,
    because: `there ${kept.length === 1 ? "is one kept audit" : "are no kept audits"} here, and two are needed`,
    hint: "run secondlock audit first, or name two audit files",
  };
}
