import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  exportHost,
  type ExportKind,
  type HostPlan,
  type InstalledHost,
  planInstalled,
} from "@secondlock/engine/change";
import type { HostWanted } from "@secondlock/model";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { chooseService } from "../service-of.ts";
import { plansFor } from "./plan.ts";
import { planArguments } from "./plan-options.ts";

/** Some providers take no more user data than this (Amazon EC2). */
const mostUserData = 16 * 1024;

interface Source {
  readonly wanted: HostWanted;
  readonly plan: HostPlan;
  readonly packages: readonly string[];
  readonly from: string;
}

/** Writes what a host is to be as user data or as a playbook. Nothing is touched. */
export async function exportCommand(
  kind: string,
  host: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  if (kind !== "cloud-init" && kind !== "ansible") {
    complain(console, `there is no export ${kind.slice(0, 80)}`, "it takes cloud-init or ansible");
    return 2;
  }
  const live = options["fromHost"] === true;
  if (live && kind === "cloud-init") {
    complain(console, "cloud-init is for a server that does not exist yet", "leave --from-host out, or export ansible");
    return 2;
  }
  const { output } = options;
  const force = options["force"] === true;
  if (typeof output === "string" && !force && existsSync(output))
    return refuse(
      console,
      `${output} is there already`,
      "give another name with --output, or --force to replace it",
      2,
    );
  const source = live ? await fromHost(host, options, console) : await fromInstalled(host, options, console);
  if (typeof source === "number") return source;
  const { plan } = source;
  if (plan.refusals.length > 0) {
    complain(console, `${host}: ${plan.refusals.join("; ")}`, "secondlock plan shows the whole plan");
    return 3;
  }
  const made = exportHost({ kind, ...source });
  if (!made.ok) {
    complain(console, made.because, made.hint);
    return 2;
  }
  if (typeof output === "string") await writeFile(output, made.text, { mode: 0o600, flag: force ? "w" : "wx" });
  else console.out(made.text);
  for (const line of remarks(kind, made.text, made.left, plan)) console.err(`${line}\n`);
  return 0;
}

function remarks(kind: ExportKind, text: string, left: readonly string[], plan: HostPlan): readonly string[] {
  const bytes = Buffer.byteLength(text);
  const hands = new Set(plan.byHand.map(({ control }) => control.id)).size;
  return [
    ...left.map((what) => `not exported: ${what}; secondlock harden brings it about`),
    ...(hands === 0
      ? []
      : [
          `${hands} ${hands === 1 ? "control waits" : "controls wait"} for a person to decide: secondlock plan ${plan.host} names ${hands === 1 ? "it" : "them"}`,
        ]),
    ...(kind === "cloud-init" && bytes > mostUserData
      ? [
          `it has ${Math.ceil(bytes / 1024)} KiB; where a provider takes less, compress it: gzip -9, which cloud-init reads`,
        ]
      : []),
  ];
}

/** What a plain Debian 12 needs: no connection is made. */
async function fromInstalled(
  host: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<Source | ExitCode> {
  const { file } = planArguments([host], options);
  const choice = await chooseService([], file, [host]);
  if ("problems" in choice) return tellProblems(console, choice.problems);
  const [wanted] = choice.chosen.service.hosts;
  if (wanted === undefined) return 2;
  const catalogue = await import("@secondlock/catalogue");
  const recorded = await readFile(join(import.meta.dirname, "../../installed/debian-12.json"), "utf8");
  const installed = JSON.parse(recorded) as InstalledHost;
  const plan = planInstalled({ wanted, service: choice.chosen.whole, catalogue, installed });
  return { wanted, plan, packages: installed.packages, from: "a plain Debian 12" };
}

async function fromHost(host: string, options: Record<string, unknown>, console: Console): Promise<Source | ExitCode> {
  const interrupt = onInterrupt();
  const made = await plansFor(planArguments([host], options), console, interrupt.signal);
  interrupt.release();
  if (typeof made === "number") return made;
  await made.close();
  if (interrupt.signal.aborted) return 130;
  const [planned] = made.hosts;
  if (planned === undefined) return 3;
  return { wanted: planned.read.wanted, plan: planned.plan, packages: [], from: "what the host is now" };
}
