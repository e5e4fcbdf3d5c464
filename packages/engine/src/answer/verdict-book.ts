import type { AnyControl, Verdict } from "@secondlock/model";
import type { ControlVerdict, InstanceVerdict } from "../audit.ts";

/** What the answers need of a verdict. One object serves for all the hosts that are alike. */
export interface KeptVerdict {
  readonly verdict: Verdict;
  /** Why it is not known, or why no attempt proved it; empty for the others. */
  readonly because: string;
  readonly instances: readonly Pick<InstanceVerdict, "instance" | "title" | "verdict" | "absent">[];
}

export type OpenVerdict = Pick<ControlVerdict, "control" | "target" | "title" | "severity" | "verdict">;

export type Judged = Pick<
  ControlVerdict,
  "control" | "target" | "title" | "severity" | "verdict" | "inside" | "outside" | "instances"
>;

/** The verdicts of a fleet in little room: reasons and evidence are in the report, and not needed for the answers. */
export interface VerdictBook {
  readonly add: (verdict: Judged) => void;
  readonly of: (control: string, host: string) => KeptVerdict | undefined;
  /** Those that ask for something to be done, host by host. */
  readonly open: () => Iterable<OpenVerdict>;
}

type Title = Pick<AnyControl, "id" | "title" | "severity">;

export function verdictBook(): VerdictBook {
  const controls: Title[] = [];
  const columns = new Map<string, number>();
  const rows = new Map<string, (KeptVerdict | undefined)[]>();
  const alike = new Map<string, KeptVerdict>();

  function columnOf({ control, title, severity }: Judged): number {
    const known = columns.get(control);
    if (known !== undefined) return known;
    columns.set(control, controls.length);
    return controls.push({ id: control, title, severity }) - 1;
  }

  return {
    add(judged) {
      const key = keyOf(judged);
      const kept = alike.get(key) ?? keep(judged);
      alike.set(key, kept);
      let row = rows.get(judged.target);
      if (!row) rows.set(judged.target, (row = []));
      row[columnOf(judged)] = kept;
    },
    of: (control, host) => rows.get(host)?.[columns.get(control) ?? -1],
    *open() {
      for (const [target, row] of rows) {
        for (const [column, kept] of row.entries()) {
          const control = controls[column];
          if (!kept || !control || kept.verdict === "proven" || kept.verdict === "not applicable") continue;
          yield {
            control: control.id,
            target,
            title: control.title,
            severity: control.severity,
            verdict: kept.verdict,
          };
        }
      }
    },
  };
}

export function bookOf(verdicts: Iterable<Judged>): VerdictBook {
  const book = verdictBook();
  for (const verdict of verdicts) book.add(verdict);
  return book;
}

function keep(judged: Judged): KeptVerdict {
  const instances = judged.instances.map(({ instance, title, verdict, absent }) => ({
    instance,
    title,
    verdict,
    ...(absent === undefined ? {} : { absent }),
  }));
  return { verdict: judged.verdict, because: becauseOf(judged), instances };
}

function becauseOf({ verdict, inside, outside }: Judged): string {
  if (verdict === "unknown") return inside.because;
  return verdict === "claimed" ? outside.because : "";
}

function keyOf(judged: Judged): string {
  let key = `${judged.verdict}\n${becauseOf(judged)}`;
  for (const { instance, title, verdict, absent } of judged.instances) {
    key += `\n${instance}\n${title}\n${verdict}\n${absent === true ? "absent" : ""}`;
  }
  return key;
}
