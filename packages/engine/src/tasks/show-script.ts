import type { AnyControl, HostWanted } from "@secondlock/model";
import { collectScript } from "../collect/script.ts";
import { systemReads } from "../collect/system.ts";
import { factsOf } from "./audit.ts";

/** The script that an audit would run on a host, word for word but for the nonce. */
export function collectScriptOf(controls: readonly AnyControl[], wanted: HostWanted): string {
  const reads = [
    ...Object.values(systemReads),
    ...factsOf(controls).flatMap((fact) => Object.values(fact.reads(wanted))),
  ];
  const once = [...new Map(reads.map((read) => [JSON.stringify(read), read])).values()];
  return collectScript(
    once.map((read, number) => ({ number, read })),
    "NONCE",
  );
}
