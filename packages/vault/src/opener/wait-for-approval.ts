import { setTimeout as sleep } from "node:timers/promises";
import { askChallenge } from "./challenged.ts";
import type { WaitingAnswer } from "../confirmer/opening-message.ts";
import { accept, type Outcome } from "../outcome.ts";
import {
  type Answered,
  askAgain,
  type HostKeys,
  type Outgoing,
  type Question,
  readAnswer,
  type Reply,
  type ReplyReason,
} from "./ask.ts";

/** How an opening waits for people. */
export interface Waiting {
  readonly keys: HostKeys;
  readonly send: (outgoing: Outgoing) => Promise<Reply>;
  /** Milliseconds that there is time for them to agree; none when left out. */
  readonly wait?: number;
  /** Milliseconds between two questions; 1,000 when left out. */
  readonly pace?: number;
  /** True where this host's clock is not to be believed: the confirmer gives a challenge, which stands for the time. */
  readonly timeless?: boolean;
  /** Is told once what waits, and where. */
  readonly waits?: (waiting: WaitingAnswer & { readonly confirmer: string }) => void;
}

/** Asks until people have agreed, or have not in time; then what waits is what it gives. */
export async function waitForApproval(
  question: Question,
  waiting: WaitingAnswer,
  { keys, send, wait = 0, pace = 1_000, waits, timeless = false }: Waiting,
): Promise<Outcome<Answered, ReplyReason>> {
  const until = performance.now() + wait;
  if (wait > 0) waits?.({ ...waiting, confirmer: question.confirmer.confirmer });
  while (performance.now() + pace < until) {
    await sleep(pace);
    // a confirmer that is started anew in between has not forgotten what waits
    const asked = await once(question, waiting, { keys, send, timeless }).catch(() => undefined);
    if (asked === undefined) continue;
    const answer = await readAnswer(asked.again, asked.reply);
    if (!answer.ok || !("waiting" in answer.value)) return answer;
  }
  return accept({ waiting });
}

/** Rejects when the confirmer cannot be reached. */
async function once(
  question: Question,
  { handle }: WaitingAnswer,
  { keys, send, timeless }: Required<Pick<Waiting, "keys" | "send" | "timeless">>,
): Promise<{ readonly again: Question; readonly reply: Reply }> {
  const challenge = timeless ? await askChallenge(question.confirmer, send) : undefined;
  const again = await askAgain(question, keys, handle, challenge);
  return { again, reply: await send(again) };
}
