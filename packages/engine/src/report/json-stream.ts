import type { Audit, ControlVerdict } from "../audit.ts";
import { chunk, type Write } from "./pieces.ts";
import { cleanJson } from "./clean-json.ts";

type Head = Pick<Audit, "schema" | "version" | "service" | "started">;
type Rest = Omit<Audit, keyof Head | "verdicts">;

/** The same JSON as `auditJson`, for an audit that never stands in memory as a whole: its verdicts come first. */
export interface AuditStream {
  readonly verdicts: (judged: readonly ControlVerdict[]) => Promise<void>;
  readonly end: (rest: Rest) => Promise<void>;
}

export function auditStream(head: Head, write: Write): AuditStream {
  let waiting = `{\n${fields(head)}  "verdicts": [`;
  let separator = "\n    ";
  const flush = async (least: number): Promise<void> => {
    if (waiting.length < least) return;
    const text = waiting;
    waiting = "";
    await write(text);
  };
  return {
    async verdicts(judged) {
      for (const verdict of judged) {
        waiting += separator + cleanJson(verdict);
        separator = ",\n    ";
      }
      await flush(chunk);
    },
    async end({ targets, answers, fixFirst, coverage, finished }) {
      waiting += "\n  ],\n";
      for (const [name, items] of Object.entries({ targets, answers, fixFirst })) {
        waiting += `  ${JSON.stringify(name)}: [`;
        for (const [index, item] of items.entries()) {
          waiting += `${index === 0 ? "" : ","}\n    ${cleanJson(item)}`;
          await flush(chunk);
        }
        waiting += "\n  ],\n";
      }
      waiting += `${fields({ finished })}  "coverage": ${cleanJson(coverage)}\n}\n`;
      await flush(0);
    },
  };
}

function fields(values: Readonly<Record<string, string>> | Head): string {
  return Object.entries(values)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${cleanJson(value)},\n`)
    .join("");
}
