import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Observation, Probe } from "@secondlock/model";
import { runReads } from "../collect/run-reads.ts";
import { eachOf } from "../tasks/each-of.ts";
import { runProcess } from "../targets/process.ts";
import type { Target } from "../targets/target.ts";
import { httpGet } from "./http-get.ts";
import { readOf, seeProbe } from "./probe-kinds.ts";
import { failed, type ProbePlace } from "./probe-runner.ts";
import { scanPorts } from "./tcp-ports.ts";
import { tlsHello } from "./tls-hello.ts";

/** One probe and where it goes. */
export interface ProbeTask {
  readonly probe: Probe;
  readonly place: ProbePlace;
}

export interface ProbeLimits {
  readonly signal?: AbortSignal | undefined;
  /** Folder of this run, for the helper that hands a password to ssh. */
  readonly directory: string;
}

/** Makes one probe from the operator's own machine. */
export async function probeFromHere({ probe, place }: ProbeTask, limits: ProbeLimits): Promise<Observation> {
  if (probe.kind === "http-get") return await httpGet(probe, place.address);
  if (probe.kind === "tls-hello") return await tlsHello(probe, place.address);
  if (probe.kind === "tcp-ports")
    return await scanPorts(place.address, probe.ports === "usual" ? place.usual : probe.ports, limits.signal);
  const read = readOf(probe, place);
  if (read === undefined) return failed("cannot be made from here");
  const env = probe.kind === "ssh-password" ? await askpass(limits.directory, probe.passwordFrom) : {};
  if (env === undefined)
    return failed(`the environment variable ${probe.kind === "ssh-password" ? probe.passwordFrom : ""} is not set`);
  const ended = await runProcess(read.argv, "", {
    seconds: read.seconds ?? 15,
    bytes: 256 * 1024,
    signal: limits.signal,
    env,
  });
  // a connect that nobody answers ends by itself before this: whatever hangs here has refused nothing
  if (ended.interrupted !== undefined) return failed(ended.interrupted);
  return seeProbe(probe, {
    stdout: ended.stdout.toString("utf8"),
    stderr: ended.stderr,
    status: ended.status,
    truncated: ended.cut,
  });
}

/** By run: a program that is written while another probe runs it could not be started. */
const programs = new Map<string, Promise<string>>();

async function askpassProgram(directory: string): Promise<string> {
  const program = join(directory, "askpass");
  await writeFile(program, "#!/bin/sh\nprintf '%s\\n' \"$SECONDLOCK_THROWAWAY\"\n", { mode: 0o700 });
  await chmod(program, 0o700);
  return program;
}

/** ssh takes a password only from a terminal or from a program that prints it; the program gets it by environment. */
async function askpass(directory: string, variable: string): Promise<Record<string, string> | undefined> {
  const secret = process.env[variable];
  if (secret === undefined) return undefined;
  const made = programs.get(directory) ?? askpassProgram(directory);
  programs.set(directory, made);
  return { SSH_ASKPASS: await made, SSH_ASKPASS_REQUIRE: "force", SECONDLOCK_THROWAWAY: secret };
}

/** Addresses that another machine is busy with at once. */
const addressesAtOnce = 2;

/**
 * Makes probes from another machine of ours, over the administrator's login: one bounded script for each address, so
 * that one that stays silent holds up no other, and a long list of hosts does not run out of one script's time.
 */
export async function probeFromThere(
  target: Target,
  tasks: readonly ProbeTask[],
  signal: AbortSignal | undefined,
): Promise<readonly Observation[]> {
  const seen = new Map<ProbeTask, Observation>();
  await eachOf([...Map.groupBy(tasks, ({ place }) => place.address).values()], addressesAtOnce, async (some) => {
    const observations = await askInOneScript(target, some, signal);
    some.forEach((task, index) => seen.set(task, observations[index] ?? failed("the probe was not made")));
  });
  return tasks.map((task) => seen.get(task) ?? failed("the probe was not made"));
}

async function askInOneScript(
  target: Target,
  tasks: readonly ProbeTask[],
  signal: AbortSignal | undefined,
): Promise<readonly Observation[]> {
  const reads = tasks.map(({ probe, place }) => readOf(probe, place));
  const wanted = reads.filter((read) => read !== undefined);
  const seconds = 10 + wanted.reduce((sum, read) => sum + (read.seconds ?? 10), 0);
  const run = await runReads(
    target,
    wanted,
    { as: "login" },
    { seconds: Math.min(seconds, 300), bytes: 4 * 1024 * 1024, signal },
  );
  return tasks.map(({ probe }, index) => {
    const read = reads[index];
    if (read === undefined) return failed("cannot be made from there");
    const raw = run.outputOf(read);
    return typeof raw === "string" ? failed(raw) : seeProbe(probe, raw);
  });
}
