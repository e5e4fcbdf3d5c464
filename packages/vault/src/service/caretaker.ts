import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { waitingOpening } from "../confirmer/approval.ts";
import { silenceOf } from "../confirmer/peers.ts";
import { send as overHttp } from "../opener/send.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { askingPeers } from "../owner/ask-peer.ts";
import { confirmerOf } from "./answering.ts";
import { alerts, type SendAlert } from "./alerts.ts";
import { type HeadFile, headFile, readHead } from "./head-file.ts";
import { type Health, healthServer } from "./health-server.ts";
import type { ListenReason } from "./listener.ts";
import { metrics } from "./metrics.ts";
import { type Observe, observedLedger } from "./observed.ts";
import { watchPeers } from "./peer-watch.ts";
import { refusalEntries } from "./refusal-entries.ts";
import { expireAddresses } from "./retention.ts";
import { type ListenAddress, listenText } from "./service-options.ts";
import type { ServiceParts } from "./service-parts.ts";
import { startChecks, type StartReason } from "./start-checks.ts";
import type { StoresReason } from "./open-stores.ts";

export type CareReason = StartReason | StoresReason | ListenReason | "bad-head" | "head-not-kept";

/** The part of a confirmer that there is one of: it checks before the start, keeps heads, counts, tells people, and sweeps. */
export interface Caretaker {
  readonly observe: Observe;
  /** Keys that open nothing, as their wrapping keys are not there: shredded, or not brought along. */
  readonly withoutKey: readonly string[];
  /** Of the health page; undefined: there is none. */
  readonly healthOrigin: string | undefined;
  readonly health: () => Promise<Health>;
  /** What is due each minute. */
  minute(): Promise<void>;
  /** From now on it is not ready. */
  stopping(): void;
  /** Writes what is not written yet. */
  stop(): Promise<void>;
}

interface Parts {
  readonly parts: ServiceParts;
  readonly healthAt: ListenAddress | undefined;
  /** undefined: nobody is told. */
  readonly send: SendAlert | undefined;
  /** For the one who runs it. */
  readonly log: (line: string) => void;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Seconds for which an entry that could not be written makes it not ready: then somebody may try again. */
const failureCounts = 30;
const databasePatience = 2_000;
const day = 86_400;

/** Checks log, database, keys and clock, writes that it started, and takes care from then on. */
export async function startCaretaker({
  parts,
  healthAt,
  send,
  log,
  now,
}: Parts): Promise<Outcome<Caretaker, CareReason>> {
  const { documents, custody, ledger, folder } = parts;
  const head = await readHead(folder.head, folder.publicKey);
  if (!head.ok) return head;
  const checked = await startChecks({ ledger, documents, custody, head: head.value, now });
  if (!checked.ok) return checked;

  const counts = metrics(now);
  const heads: HeadFile = headFile({
    ...{ path: folder.head, ledger, secretKey: folder.signer.secretKey, publicKey: folder.publicKey },
    failed: (code) => log(`the head of the log cannot be kept: ${code}`),
  });
  const own = observedLedger(ledger, (observed) => {
    counts.take(observed);
    heads.changed();
  });
  const isKnown = async (kid: string): Promise<boolean> => (await documents.read("key", kid)) !== undefined;
  const refusals = refusalEntries({ ledger: own, isKnown, now });
  const telling = send === undefined ? undefined : alerts({ send, now, sent: (ok) => counts.alert(ok) });
  // before the first entry: from then on a log without a head is one whose head somebody removed
  const kept = await heads.keep();
  if (!kept.ok) return kept;
  const started = await own.append({ type: "confirmer.started", data: { entries: checked.value.entries } });
  if (!started.ok) return refuse("unusable-log", started.reason);
  let [isStopping, minutes, expired, lastTime] = [false, 0, 0, now()];

  const observe: Observe = (observed) => {
    counts.take(observed);
    if (observed.what === "logged") {
      heads.changed();
      lastTime = Math.max(lastTime, now());
    }
    if (observed.what === "again") telling?.tellAgain(observed.opening);
    if (observed.what !== "refused") return;
    refusals.take(observed.refusal);
    telling?.tell(observed.refusal);
  };

  async function health(): Promise<Health> {
    const failedAt = counts.logFailedAt();
    const reasons = [
      ...(isStopping ? ["it stops"] : []),
      ...(counts.answering() === 0 ? ["no process answers"] : []),
      ...(failedAt !== undefined && now() - failedAt < failureCounts ? ["the log could not be written"] : []),
      ...((await answers(documents.read("owners", "all"))) ? [] : ["the database does not answer"]),
      ...(now() + 60 < lastTime ? ["the clock went back"] : []),
    ];
    return { reasons };
  }

  async function metricsText(): Promise<string> {
    const { reasons } = await health();
    const waiting = await waitingOpenings(documents, now()).catch(() => 0);
    const silence = await silenceOf(documents, now()).catch(() => 0);
    return counts.text({ ready: reasons.length === 0, waiting, silence, now: now() });
  }

  async function minute(): Promise<void> {
    minutes += 1;
    await refusals.flush();
    if (minutes % 10 === 0) telling?.flush();
    try {
      await documents.sweep(now());
      if (now() - expired < day) return;
      expired = now();
      const removed = await expireAddresses(ledger, now());
      if (removed > 0) heads.changed();
    } catch (error) {
      log(`what is over cannot be removed: ${error instanceof Error ? error.message : "unknown"}`);
    }
  }

  const server = healthAt === undefined ? undefined : healthServer({ health, metrics: metricsText });
  try {
    server?.listen(healthAt);
    if (server !== undefined) await once(server, "listening");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    await heads.settle();
    return refuse("not-listening", `${healthAt === undefined ? "" : listenText(healthAt)}: ${code}`);
  }
  const timer = setInterval(() => void minute(), 60_000);
  const confirmer = confirmerOf({ parts, observe, now }, "http://localhost");
  const peers = watchPeers(confirmer, askingPeers(folder.signer, overHttp), log);
  return accept({
    ...{ observe, health, minute, withoutKey: checked.value.withoutKey },
    healthOrigin: server === undefined ? undefined : originOf(server.address() as AddressInfo),
    stopping: () => void (isStopping = true),
    async stop() {
      clearInterval(timer);
      peers.stop();
      server?.closeAllConnections();
      server?.close();
      await refusals.flush();
      telling?.flush();
      await telling?.settle();
      await heads.settle();
    },
  });
}

async function answers(read: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), databasePatience);
  const answered = await Promise.race([
    read.then(
      () => true,
      () => false,
    ),
    late,
  ]);
  clearTimeout(timer);
  return answered;
}

async function waitingOpenings(documents: ServiceParts["documents"], now: number): Promise<number> {
  const all = await Promise.all((await documents.ids("opening")).map((handle) => waitingOpening(documents, handle)));
  return all.filter((each) => each !== undefined && !each.answered && each.expires > now).length;
}

function originOf({ address: host, port }: AddressInfo): string {
  return `http://${listenText({ host, port })}`;
}
