import type { NonceStore } from "./nonce-store.ts";

/** What is needed of a client: iovalkey and ioredis have it. */
export interface ValkeyClient {
  set(key: string, value: string, px: "PX", milliseconds: number, nx: "NX"): Promise<unknown>;
}

interface ValkeyOptions {
  /** Before every key. `secondlock:nonce:` when not given. */
  readonly prefix?: string;
}

/**
 * Nonces in Valkey or Redis. Set `maxmemory-policy noeviction`, or it forgets nonces early; with `appendfsync everysec` a crash
 * forgets the last second. A full server answers with an error, and the message is refused.
 */
export function valkeyNonces(client: ValkeyClient, { prefix = "secondlock:nonce:" }: ValkeyOptions = {}): NonceStore {
  return {
    async burn(nonce, { now, until }) {
      // a time to live, not a date: the two machines' clocks need not agree
      const milliseconds = Math.max(1_000, Math.ceil((until - now) * 1_000));
      return (await client.set(`${prefix}${nonce}`, "1", "PX", milliseconds, "NX")) === "OK" ? "fresh" : "replayed";
    },
  };
}
