import { defineState, type State } from "@secondlock/model";
import { type CoreDumps, coreDumps } from "../facts/core-dumps.ts";

/** Nobody's memory is written to disk when a program fails. */
export function coreDumpsOff(): State<CoreDumps> {
  return defineState({
    resource: "file:/etc/security/limits.d/secondlock.conf",
    text: "* hard core 0, and Storage=none for systemd-coredump",
    settings: { "* hard core": "0", Storage: "none" },
    fact: coreDumps,
    settle: () => ({ limited: true, storage: "none" }),
  });
}
