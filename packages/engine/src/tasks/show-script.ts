import type { AnyControl, HostWanted } from "@secondlock/model";
import { numbered, readsOf } from "../collect/reads-of.ts";
import { collectScript } from "../collect/script.ts";
import { factsOf } from "./audit.ts";

/** The script that an audit would run on a host, word for word but for the nonce. */
export function collectScriptOf(controls: readonly AnyControl[], wanted: HostWanted): string {
  return collectScript(numbered(readsOf(factsOf(controls), wanted)), "NONCE");
}
