// Run at the operator's desk by the tests of lock-outs: makes one change of a host, and waits or dies at a step on command.
import { readSync } from "node:fs";
import { rawChange } from "@secondlock/engine/testing";
import { loadService, wantedOf } from "@secondlock/service";

export interface ChangeOrder {
  readonly file: string;
  readonly host: string;
  readonly sshConfig: string;
  readonly password: string;
  readonly seconds: number;
  /** Lines of the request, after its head. */
  readonly wishes: readonly string[];
  /** kill -9 of this process once it comes to the step. */
  readonly dieAt?: string;
  /** Says so, and goes on after a line on standard input. */
  readonly waitAt?: string;
}

const { file, dieAt, waitAt, ...order } = JSON.parse(process.argv[2] ?? "{}") as ChangeOrder;
const loaded = await loadService(file);
if (!loaded.ok) throw new Error("the service file is not right");
const result = await rawChange({
  ...{ ...order, service: wantedOf(loaded.value) },
  onStep(step) {
    process.stdout.write(`step ${step}\n`);
    if (step === dieAt) process.kill(process.pid, "SIGKILL");
    // holds the whole process, as a machine that sleeps would
    if (step === waitAt) readSync(0, Buffer.alloc(1));
  },
});
process.stdout.write(`result ${JSON.stringify(result)}\n`);
