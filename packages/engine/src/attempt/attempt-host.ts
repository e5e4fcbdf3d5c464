import type { HostWanted } from "@secondlock/model";
import type { Snapshot } from "../collect/collect.ts";
import type { Target } from "../targets/target.ts";
import type { Address } from "./address.ts";
import type { ProbePlace } from "./probe-runner.ts";

/** A host whose inside could be read over the administrator's own login, so that attempts on it may be made. */
export interface AttemptHost {
  readonly wanted: HostWanted;
  readonly snapshot: Snapshot;
  readonly target: Target;
  readonly user: string;
  /** Address as the administrator's login uses it, resolved by the user's own configuration. */
  readonly loginAddress: string;
  readonly addresses: readonly Address[];
  /** The literal address that the standing connection goes to, where it goes there straight. */
  readonly directLogin?: string;
  /** Everything of a place but the address. */
  readonly place: Omit<ProbePlace, "address">;
  /** What the operator's own login offers, as options of ssh; an attempt offers whatever ssh can. */
  readonly algorithms: readonly string[];
  /** The same for attempts from here: whatever ssh can, the cheapest first. */
  readonly quickest: readonly string[];
  /** The inside was read as the auditor, which runs nothing else: no attempt over its login tells anything. */
  readonly asAuditor: boolean;
  /** `ProxyCommand` of the operator's own login, for a host behind another one. */
  readonly jump?: string;
}
