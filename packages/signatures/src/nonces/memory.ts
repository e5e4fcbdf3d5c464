import type { Burnt, Lifetime, NonceStore } from "./nonce-store.ts";

interface MemoryOptions {
  /** Nonces at most; some 100 bytes each. 100,000 when not given. */
  readonly limit?: number;
  /** Seconds of expiry that are forgotten together. 10 when not given. */
  readonly shardSeconds?: number;
}

/** Answers at once. */
interface MemoryNonces extends NonceStore {
  burn(nonce: string, lifetime: Lifetime): Burnt;
  /** Nonces that are kept now. */
  size(): number;
}

/**
 * Nonces of one process. A restart forgets them: use a shared store where there is more than one process, or a restart within the
 * maximum age. Throws TypeError for an option that is no positive number.
 */
export function memoryNonces({ limit = 100_000, shardSeconds = 10 }: MemoryOptions = {}): MemoryNonces {
  for (const [name, value] of Object.entries({ limit, shardSeconds })) {
    if (!(Number.isFinite(value) && value > 0))
      throw new TypeError(`memoryNonces: ${name} has to be a positive number`);
  }
  const known = new Set<string>();
  const shards = new Map<number, string[]>();
  let forgottenUntil = Number.NEGATIVE_INFINITY;

  function forget(now: number): void {
    for (const [end, nonces] of shards) {
      if (end >= now) continue;
      for (const nonce of nonces) known.delete(nonce);
      shards.delete(end);
      forgottenUntil = Math.max(forgottenUntil, end);
    }
  }

  return {
    size: () => known.size,
    burn(nonce, { now, until }) {
      if (known.has(nonce)) return "replayed";
      if (known.size >= limit) forget(now);
      if (known.size >= limit) return "full";
      // The clock went back: what was burnt for this time is forgotten already, so nobody can say that this one is fresh.
      if (until <= forgottenUntil) return "replayed";
      const end = Math.ceil(until / shardSeconds) * shardSeconds;
      const shard = shards.get(end);
      if (shard === undefined) {
        forget(now);
        shards.set(end, [nonce]);
      } else shard.push(nonce);
      known.add(nonce);
      return "fresh";
    },
  };
}
