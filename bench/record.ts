import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseFrames } from "../packages/engine/src/collect/frames.ts";
import { collectScript } from "../packages/engine/src/collect/script.ts";
import { factsOf } from "../packages/engine/src/tasks/audit.ts";
import { controls } from "../packages/catalogue/src/index.ts";
import { admins, hardened, startLab, weak } from "../lab/src/index.ts";
import { anonymous } from "./anonymous.ts";
import { sampleHost } from "./fleet-service.ts";
import type { RawOutput } from "../packages/model/src/index.ts";
import type { Recording } from "./recorded-host.ts";

/**
 * Reads a weak and a hardened lab host once and keeps what came back as `fixtures/`, from which the fleet is made.
 * Run by hand when the catalogue asks for new facts: `node bench/record.ts`.
 */
const nonce = "0".repeat(32);
const facts = factsOf(controls);
const reads = facts.flatMap((fact) =>
  Object.entries(fact.reads(sampleHost)).map(([key, read]) => ({ fact: fact.id, key, read })),
);
const numbered = reads.map(({ read }, number) => ({ number, read }));
const lab = await startLab({
  hosts: { weak: { role: "app", fixtures: [admins, weak] }, hardened: { role: "app", fixtures: [admins, hardened] } },
});
try {
  for (const [name, host] of Object.entries(lab.hosts)) {
    const { stdout } = await host.exec(["sh", "-s"], { input: collectScript(numbered, nonce), timeoutMs: 120_000 });
    const { byNumber } = parseFrames(Buffer.from(anonymous(stdout)), nonce, numbered);
    const recording: Record<string, Record<string, RawOutput>> = {};
    for (const [number, { fact, key }] of reads.entries()) {
      const framed = byNumber.get(number);
      if (framed?.state === "read") (recording[fact] ??= {})[key] = framed.raw;
    }
    const text = JSON.stringify(recording satisfies Recording, undefined, 1);
    writeFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), `${text}\n`);
    process.stdout.write(
      `${name}: ${Object.keys(recording).length} of ${facts.length} facts, ${text.length} characters\n`,
    );
  }
} finally {
  await lab.stop();
}
