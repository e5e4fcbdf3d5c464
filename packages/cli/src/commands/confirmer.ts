import cluster from "node:cluster";
import {
  listenText,
  runWorker,
  type Service,
  type ServiceOptions,
  serviceUnit,
  socketUnit,
  startService,
} from "@secondlock/vault/service";
import { complain, type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { confirmerOptions } from "./confirmer-options.ts";
import { unstarted } from "./confirmer-refusals.ts";

const now = (): number => Date.now() / 1_000;

/** Runs a confirmer until it is told to stop. */
export async function confirmerCommand(given: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const read = confirmerOptions(given);
  if (!read.ok) return refuse(console, read.what, read.hint, 2);
  const { options } = read;
  if (cluster.isWorker) {
    await runWorker({ options, env: process.env, now, process });
    process.disconnect();
    return 0;
  }
  if (given["printUnit"] === true || given["printSocket"] === true) {
    const unit = {
      ...{ command: commandOf(options), folder: options.folder, listen: listenText(options.listen) },
      masterKey: options.masterKey ?? "/etc/secondlock/confirmer.master-key",
    };
    console.out(given["printUnit"] === true ? serviceUnit(unit) : socketUnit(unit));
    return 0;
  }
  // what it writes is for its user alone
  process.umask(0o077);
  const log = (line: string): void => console.err(`secondlock: ${line}\n`);
  const started = await startService(options, { env: process.env, log, now });
  if (!started.ok) {
    const { what, hint } = unstarted(started);
    return refuse(console, what, hint, 2);
  }
  const service = started.value;
  const stopped = untilStopped(service, console);
  tell(service, read.warnings, console);
  await stopped;
  await service.stop();
  console.err("secondlock: the confirmer has stopped\n");
  return 0;
}

function tell(service: Service, warnings: readonly string[], console: Console): void {
  for (const warning of warnings) console.err(`secondlock: ${warning}\n`);
  if (service.isOneDisk)
    console.err(
      "secondlock: the master key lies on the same disk as the keys that it encrypts: who copies the disk has both\n",
    );
  if (service.withoutKey.length > 0)
    console.err(`secondlock: without a wrapping key, and open nothing any more: ${service.withoutKey.join(", ")}\n`);
  console.out(`confirmer: ${service.origin}\n`);
  if (service.healthOrigin !== undefined) console.out(`health: ${service.healthOrigin}/healthz\n`);
  // on the console alone: whoever can read it here may own this confirmer
  if (service.enrolmentCode !== undefined)
    console.out(`nobody owns it yet; for the first owner, within an hour: ${service.enrolmentCode}\n`);
}

/** Resolves at the first polite request to stop. */
async function untilStopped(service: Service, console: Console): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  process.on("SIGHUP", () => void reload(service, console));
  await promise;
}

async function reload(service: Service, console: Console): Promise<void> {
  const reloaded = await service.reload();
  if (!reloaded.ok)
    complain(console, `the new certificate is not used: ${reloaded.detail}`, "the one before is still in use");
}

/** The command for a unit, with whole paths: systemd starts it elsewhere. The master key is a credential there. */
function commandOf({ folder, origin, tls, workers, postgres, ...options }: ServiceOptions): readonly string[] {
  const given: Readonly<Record<string, string | undefined>> = {
    "--folder": folder,
    "--listen": listenText(options.listen),
    "--origin": origin,
    "--health": options.health === undefined ? "none" : listenText(options.health),
    "--postgres": postgres,
    "--tls-certificate": tls?.certificate,
    "--tls-key": tls?.key,
    "--workers": String(workers),
    "--alert-webhook": options.alertWebhook,
    "--alert-command": options.alertCommand,
  };
  const [node = "", program = ""] = process.argv;
  const words = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return [node, ...process.execArgv, program, "confirmer", ...words];
}
