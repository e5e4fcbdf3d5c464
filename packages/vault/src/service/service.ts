import cluster from "node:cluster";
import { readFile } from "node:fs/promises";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { SendAlert } from "./alerts.ts";
import { makeEnrolmentCode } from "../confirmer/enrolment.ts";
import { confirmerOf, startAnswering } from "./answering.ts";
import { type Caretaker, type CareReason, startCaretaker } from "./caretaker.ts";
import { givenSocket, type ListenReason, type Place } from "./listener.ts";
import { type Notify, notifier, watchdogPause } from "./notify.ts";
import { isWebhook, postAlert, runAlert, sendTo } from "./send-alert.ts";
import type { ServiceOptions } from "./service-options.ts";
import { openParts, type PartsReason, type ServiceParts } from "./service-parts.ts";
import { startWorkers } from "./workers.ts";

export type ServiceReason =
  | PartsReason
  | CareReason
  | ListenReason
  /** The file of the webhook's address cannot be read, or holds none that alerts may go to. `detail` is its path. */
  | "bad-webhook"
  /** A process that answers did not come up. `detail` is why. */
  | "worker-failed";

/** A confirmer that runs. */
export interface Service {
  /** Where hosts reach it. */
  readonly origin: string;
  readonly healthOrigin: string | undefined;
  /** The master key lies on the same disk as what it encrypts. */
  readonly isOneDisk: boolean;
  /** For the first owner, on the console alone; undefined: there are owners. */
  readonly enrolmentCode: string | undefined;
  /** Keys that open nothing, as their wrapping keys are not there. */
  readonly withoutKey: readonly string[];
  /** Reads certificate and key again. */
  reload(): Promise<Outcome<undefined, ListenReason>>;
  /** Answers what is under way, for ten seconds at most, and closes everything. Twice is the same as once. */
  stop(): Promise<void>;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** For the one who runs it. */
  readonly log: (line: string) => void;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds that what is under way has when it stops. */
export const stopPatience = 10_000;

/** Starts a confirmer: in this process, or in others of the same program that this one looks after. */
export async function startService(
  options: ServiceOptions,
  { env, log, now }: Surroundings,
): Promise<Outcome<Service, ServiceReason>> {
  const send = await sendersOf(options);
  if (!send.ok) return send;
  const opened = await openParts(options, env);
  if (!opened.ok) return opened;
  const parts = opened.value;
  const caring = await startCaretaker({ parts, healthAt: options.health, send: send.value, log, now });
  if (!caring.ok) {
    await parts.close();
    return caring;
  }
  const caretaker = caring.value;
  const place: Place = givenSocket(env, [process.pid]) ?? options.listen;
  const { observe } = caretaker;
  const answering =
    options.workers === 1
      ? await startAnswering({ parts, options, place, observe, now })
      : await startWorkers({ cluster, count: options.workers, observe, log });
  if (!answering.ok) {
    await caretaker.stop();
    await parts.close();
    return answering;
  }
  const code = await makeEnrolmentCode(confirmerOf({ parts, observe, now }, answering.value.origin));
  const goodbye = await greet(notifier(env), watchdogPause(env));
  let stopped: Promise<void> | undefined;
  return accept({
    ...{ origin: answering.value.origin, healthOrigin: caretaker.healthOrigin, isOneDisk: parts.isOneDisk },
    ...{ enrolmentCode: code.ok ? code.value : undefined, withoutKey: caretaker.withoutKey },
    reload: () => answering.value.reload(),
    stop: () => (stopped ??= goodbye().then(() => stopAll(caretaker, () => answering.value.stop(stopPatience), parts))),
  });
}

/** Tells systemd that it is ready, and from then on that it lives; what comes back tells it that this ends. */
async function greet(notify: Notify, pause: number | undefined): Promise<() => Promise<void>> {
  await notify("READY=1");
  const timer = pause === undefined ? undefined : setInterval(() => void notify("WATCHDOG=1"), pause);
  return async () => {
    clearInterval(timer);
    await notify("STOPPING=1");
  };
}

/** In this order: what was answered last is in the log's last head. */
async function stopAll(caretaker: Caretaker, stopAnswering: () => Promise<void>, parts: ServiceParts): Promise<void> {
  caretaker.stopping();
  await stopAnswering();
  await caretaker.stop();
  await parts.close();
}

async function sendersOf({
  alertWebhook: file,
  alertCommand: program,
}: ServiceOptions): Promise<Outcome<SendAlert | undefined, "bad-webhook">> {
  const senders = program === undefined ? [] : [runAlert(program)];
  if (file !== undefined) {
    // the address may be a secret: whoever has Slack's may post
    const address = await readFile(file, "utf8").then(
      (text) => text.trim(),
      () => "",
    );
    if (!isWebhook(address)) return refuse("bad-webhook", file);
    senders.push(postAlert(address));
  }
  return accept(senders.length === 0 ? undefined : sendTo(senders));
}
