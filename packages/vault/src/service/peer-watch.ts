import type { Confirmer } from "../confirmer/confirmer.ts";
import { type AskPeer, hearPeers } from "../confirmer/peers.ts";

/** Milliseconds between two questions to the peers: what an owner revoked there is known here after that at the latest. */
const pause = 5_000;

/** Asks the peers again and again, one round after the other, and tells when one falls silent or is heard of again. */
export function watchPeers(
  confirmer: Confirmer,
  ask: AskPeer,
  log: (line: string) => void,
): { readonly hear: () => Promise<void>; readonly stop: () => void } {
  let silent: ReadonlyMap<string, string> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function hear(): Promise<void> {
    const told = await hearPeers(confirmer, ask);
    const now = new Map(told.map(({ origin, reason }) => [origin, reason]));
    for (const [origin, reason] of now)
      if (!silent.has(origin)) log(`the confirmer ${origin} is not heard of: ${reason}`);
    for (const origin of silent.keys()) if (!now.has(origin)) log(`the confirmer ${origin} is heard of again`);
    silent = now;
  }

  async function round(): Promise<void> {
    try {
      await hear();
    } catch (error) {
      log(`the other confirmers cannot be asked: ${error instanceof Error ? error.message : "unknown"}`);
    }
    if (!isStopped) timer = setTimeout(() => void round(), pause);
  }

  timer = setTimeout(() => void round(), 0);
  return {
    hear,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
