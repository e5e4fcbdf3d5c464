import type { ServiceWanted } from "@secondlock/model";
import { lookUpLocks, resolveWays } from "../answer/resolve.ts";
import { indexWays, threatenedWays } from "../answer/threat.ts";
import { bookOf } from "../answer/verdict-book.ts";
import type { Catalogue } from "./audit-input.ts";

/** Pure: the questions in whose ways a control of a host stands, by the control's id. */
export function closesOf(
  { breaches, controls, ways }: Catalogue,
  service: ServiceWanted,
  host: string,
): (control: string) => readonly string[] {
  const index = indexWays(resolveWays(service, ways, lookUpLocks(controls, service.hosts, bookOf([]))));
  const questions = new Map<string, Set<string>>();
  for (const breach of breaches)
    for (const instance of breach.instances(service))
      for (const { locks } of threatenedWays(index, instance))
        for (const lock of locks)
          if (lock.host === host)
            questions.set(lock.control, (questions.get(lock.control) ?? new Set()).add(breach.question));
  return (control) => [...(questions.get(control) ?? [])];
}
