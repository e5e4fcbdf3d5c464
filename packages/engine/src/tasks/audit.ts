import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyControl, Fact, Facts, ServiceWanted } from "@secondlock/model";
import { bookOf } from "../answer/verdict-book.ts";
import { auditSchema, type Audit, type TargetReport } from "../audit.ts";
import { type AttemptResults, judge, notAttempted } from "../judge/judge.ts";
import { endWithUs } from "../targets/last-will.ts";
import { sshTarget } from "../targets/ssh.ts";
import type { Target } from "../targets/target.ts";
import type { AuditInput, AuditOptions, Catalogue } from "./audit-input.ts";
import { conclude } from "./conclude.ts";
import { countCoverage } from "./coverage.ts";
import { eachOf } from "./each-of.ts";
import { passwords } from "./passwords.ts";
import { type HostRead, readHost } from "./read-host.ts";
import { routeTo } from "./routes.ts";

const defaultWidth = 16;
/** Seconds that a host's clock may differ before the reports say so: a slow start of the script is part of it. */
const clockTolerance = 60;

/**
 * Audits every host of a service: reads the inside of each over one connection, makes the attempts, judges, answers.
 * Changes nothing anywhere. A host that cannot be read is part of the result, never an exception.
 */
export async function audit(input: AuditInput): Promise<Audit> {
  const { service, whole = service, version } = input;
  const started = new Date();
  const directory = await mkdtemp(join(tmpdir(), "secondlock-run-"));
  const letGo = endWithUs({ folder: directory });
  const reads: HostRead[] = [];
  try {
    await readAll(input, reads);
    const catalogue = await input.catalogue();
    const results = await attempts(reads, input, catalogue, directory);
    const count = countCoverage(catalogue.controls.length);
    const verdicts = reads.flatMap((read) => {
      const judged = catalogue.controls.map((control) =>
        judge(control, {
          wanted: read.wanted,
          snapshot: read.snapshot,
          attempts: results(read.wanted.id),
          exceptions: service.exceptions,
          today: started.toISOString().slice(0, 10),
        }),
      );
      count.add(read.snapshot, judged);
      return judged;
    });
    const { notSeenYet, ...conclusion } = conclude(whole, catalogue, bookOf(verdicts));
    return {
      schema: auditSchema,
      version,
      service: service.name,
      started: started.toISOString(),
      finished: new Date().toISOString(),
      targets: reads.map(targetReport),
      verdicts,
      ...conclusion,
      coverage: count.result(notSeenYet),
    };
  } finally {
    await Promise.allSettled(reads.map(({ target }) => target.close()));
    await rm(directory, { recursive: true, force: true });
    letGo();
  }
}

async function readAll({ service, whole = service, catalogue, options }: AuditInput, reads: HostRead[]): Promise<void> {
  const password = passwords(options);
  const facts = async (): Promise<readonly Fact<unknown>[]> => factsOf((await catalogue()).controls);
  await eachOf(service.hosts, options.width ?? defaultWidth, async (wanted) => {
    options.onProgress?.({ step: "reading", host: wanted.id });
    const read = await readHost(wanted, routeTo(wanted, whole, options), facts, password, {
      ...options,
      auditorServes: true,
    });
    reads.push(read);
    options.onProgress?.({
      step: "read",
      host: wanted.id,
      ...(read.unreachable === undefined ? {} : { because: read.unreachable }),
    });
  });
  const order = new Map(service.hosts.map(({ id }, index) => [id, index]));
  reads.sort((a, b) => (order.get(a.wanted.id) ?? 0) - (order.get(b.wanted.id) ?? 0));
}

async function attempts(
  reads: readonly HostRead[],
  { service, options }: AuditInput,
  catalogue: Catalogue,
  directory: string,
): Promise<(host: string) => AttemptResults> {
  const none = (because: string): AttemptResults => {
    const controls = new Map(catalogue.controls.map(({ id, attempt }) => [id, attempt]));
    return (control) => {
      const attempt = controls.get(control);
      return attempt === undefined || "none" in attempt ? undefined : { outside: notAttempted(because), evidence: [] };
    };
  };
  if (!options.attempts) return () => none(options.noAttemptsBecause ?? "no attempts were asked for");
  // loaded here, because what speaks HTTP and TLS costs an audit of the inside alone time and memory for nothing
  const [{ attemptAll }, { attemptHosts }] = await Promise.all([
    import("../attempt/attempts.ts"),
    import("./attempt-hosts.ts"),
  ]);
  const hosts = await attemptHosts(reads, directory, options);
  const stranger = await connectStranger(service, options);
  try {
    const results = await attemptAll(hosts, {
      service,
      controls: catalogue.controls,
      directory,
      stranger,
      signal: options.signal,
      onProgress: (done, of) => options.onProgress?.({ step: "attempting", done, of }),
    });
    return (host) => results.get(host) ?? none("the administrator's own login does not work, so nothing was tried");
  } finally {
    await stranger?.close();
  }
}

async function connectStranger(service: ServiceWanted, options: AuditOptions): Promise<Target | undefined> {
  if (service.stranger === undefined) return undefined;
  const target = sshTarget("stranger", {
    login: service.stranger,
    via: [],
    configFile: options.sshConfig,
    mayAsk: options.mayAsk,
  });
  const connected = await target.connect(options.signal);
  options.onProgress?.({
    step: "read",
    host: "stranger",
    ...(connected.connected ? {} : { because: connected.because }),
  });
  return connected.connected ? target : undefined;
}

/** Every fact that some control asks for, once. */
export function factsOf(controls: readonly AnyControl[]): readonly Fact<unknown>[] {
  return [
    ...new Map(
      controls
        .flatMap((control) => Object.values(control.facts as Facts))
        .map((fact) => [fact.id, fact as Fact<unknown>]),
    ).values(),
  ];
}

function targetReport({ wanted, target, snapshot, unreachable }: HostRead): TargetReport {
  const because = unreachable ?? snapshot.incomplete;
  const { clockAhead } = snapshot;
  return {
    id: wanted.id,
    role: wanted.role,
    reached: target.reached,
    system: snapshot.system.known ? snapshot.system.value.name : "not known",
    state: unreachable === undefined ? "read" : "unreachable",
    ...(because === undefined ? {} : { because }),
    ...(snapshot.refused === undefined ? {} : { withoutRoot: snapshot.refused }),
    ...(clockAhead === undefined || Math.abs(clockAhead) <= clockTolerance ? {} : { clockAhead }),
    asRoot: snapshot.asRoot,
    seconds: snapshot.seconds,
  };
}
