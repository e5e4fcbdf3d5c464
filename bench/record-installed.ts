import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseFrames } from "../packages/engine/src/collect/frames.ts";
import { collectScript } from "../packages/engine/src/collect/script.ts";
import { type InstalledHost, installedDrafts } from "../packages/engine/src/export/installed.ts";
import { currentFiles, lookAt } from "../packages/engine/src/plan/current-files.ts";
import { pathsOf } from "../packages/engine/src/plan/resolve-steps.ts";
import { factsOf } from "../packages/engine/src/tasks/audit.ts";
import * as catalogue from "../packages/catalogue/src/index.ts";
import { LAYERS, startLab } from "../lab/src/index.ts";
import { anonymous } from "./anonymous.ts";
import { fleetService, sampleHost } from "./fleet-service.ts";
import type { FileState } from "../packages/engine/src/plan/plan.ts";
import type { HostWanted, RawOutput } from "../packages/model/src/index.ts";

/**
 * Reads a lab host as Debian installs it, with the packages that a plan brings, and keeps what came back for `secondlock
 * export`. Run by hand when the catalogue asks for new facts or changes further files: `node bench/record-installed.ts`.
 */
const nonce = "0".repeat(32);
const { application: _application, ...sample } = { application: undefined, ...sampleHost };
const numbered = factsOf(catalogue.controls)
  .flatMap((fact) => Object.entries(fact.reads(sample)).map(([key, read]) => ({ fact: fact.id, key, read })))
  .map((one, number) => ({ number, ...one }));

const lab = await startLab({
  hosts: { plain: { role: "bare", layers: ["settled"] } },
  say: (line) => console.error(line),
});
try {
  const host = lab.hosts.plain;
  const { stdout } = await host.exec(["sh", "-s"], { input: collectScript(numbered, nonce), timeoutMs: 120_000 });
  const { byNumber } = parseFrames(Buffer.from(onItsOwnMachine(anonymous(stdout))), nonce, numbered);
  const facts: Record<string, Record<string, RawOutput>> = {};
  for (const { number, fact, key } of numbered) {
    const framed = byNumber.get(number);
    if (framed?.state === "read") (facts[fact] ??= {})[key] = framed.raw;
  }
  const files: Record<string, FileState | null> = {};
  const recording: InstalledHost = { packages: LAYERS.settled, facts, files };
  const service = fleetService(2);
  for (const wanted of variants(sample)) {
    const { drafts } = installedDrafts({ wanted, service, catalogue, installed: recording });
    for (const path of pathsOf(drafts).filter((one) => !one.startsWith("/home/"))) files[path] = await fileAt(path);
  }
  const text = JSON.stringify(recording, undefined, 1);
  writeFileSync(join(import.meta.dirname, "../packages/cli/installed/debian-12.json"), `${text}\n`);
  process.stdout.write(
    `${Object.keys(facts).length} facts, ${Object.keys(files).length} files, ${text.length} characters\n`,
  );

  async function fileAt(path: string): Promise<FileState | null> {
    const { stdout, code } = await host.exec([...lookAt([path]).argv]);
    const file = currentFiles([path], { stdout, status: code }).files.get(path);
    return file?.state === "there" ? file.file : null;
  }
} finally {
  await lab.stop();
}

/** The lab's hosts are containers; the server that an export is for is a machine of its own. */
function onItsOwnMachine(text: string): string {
  return text.replaceAll("container systemd-nspawn", "container none");
}

/** Service files that lead to different files. */
function variants(host: HostWanted): readonly HostWanted[] {
  return [
    host,
    { ...host, secondFactorDue: true },
    { ...host, firewall: "nftables" },
    { ...host, outbound: { mode: "enforce", ports: [] } },
  ];
}
