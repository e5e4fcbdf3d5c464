import type { ServiceWanted } from "@secondlock/model";
import { breakDomain, type Broken } from "../answer/break.ts";
import { lookUpLocks, resolveWays } from "../answer/resolve.ts";
import type { ControlVerdict } from "../audit.ts";
import type { Catalogue } from "./audit-input.ts";

/** What would open in the whole service if one thing were lost, judged by the verdicts of an audit, be it of some hosts only. Pure. */
export function breakOne(
  selector: string,
  service: ServiceWanted,
  catalogue: Catalogue,
  verdicts: readonly ControlVerdict[],
): Broken {
  return breakDomain(
    selector,
    service,
    resolveWays(service, catalogue.ways, lookUpLocks(catalogue.controls, service.hosts, verdicts)),
  );
}
