import { type HostWanted, known, type Outside, type Reading, type ServiceWanted } from "@secondlock/model";
import { verdictBook } from "../answer/verdict-book.ts";
import type { BreachAnswer } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import { judge } from "../judge/judge.ts";
import type { Catalogue } from "../tasks/audit-input.ts";
import { conclude } from "../tasks/conclude.ts";

/** What was read and tried on one host. Whatever is not in it was not read, and not attempted. */
export interface HostSeen {
  readonly wanted: HostWanted;
  /** Readings by the id of their fact. */
  readonly facts: Readonly<Record<string, Reading<unknown>>>;
  /** What an attempt got, by the id of its control. */
  readonly outside: Readonly<Record<string, Outside["outside"]>>;
}

/** The answers of an audit that saw these hosts, for tests of a catalogue: from facts to answers, as an audit goes. */
export function answersOf(
  service: ServiceWanted,
  catalogue: Catalogue,
  hosts: readonly HostSeen[],
): readonly BreachAnswer[] {
  const book = verdictBook();
  for (const { wanted, facts, outside } of hosts) {
    const snapshot: Snapshot = {
      ...{ host: wanted.id, asRoot: true, seconds: 0 },
      system: known({ supported: true, name: "Debian 12", hostKeys: [] } as never),
      facts: new Map(Object.entries(facts).map(([id, reading]) => [id, { reading, commands: [], at: "" }])),
    };
    const attempts = (control: string) => {
      const got = outside[control];
      if (got === undefined || got === "not attempted") return undefined;
      return { outside: { outside: got, because: got, vantages: ["operator"] }, evidence: [] };
    };
    for (const control of catalogue.controls)
      book.add(judge(control, { wanted, snapshot, attempts, exceptions: [], today: "2026-11-22" }));
  }
  return conclude(service, catalogue, book).answers;
}
