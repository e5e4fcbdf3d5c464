import type { Burnt } from "./nonce-store.ts";

/** Milliseconds within which a store has to answer: clients of databases wait for ever, and each request that waits holds its body. */
const patience = 2_000;

/** What a store answers. Rejects with the code ETIMEDOUT when it takes too long; what it does later changes nothing. */
export async function inTime(burnt: Burnt | Promise<Burnt>): Promise<Burnt> {
  if (typeof burnt === "string") return burnt;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(Object.assign(new Error("the nonce store is late"), { code: "ETIMEDOUT" })),
    patience,
  );
  try {
    return await Promise.race([burnt, late]);
  } finally {
    clearTimeout(timer);
  }
}
