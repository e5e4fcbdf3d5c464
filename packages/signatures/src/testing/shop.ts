import { generateKeyPairSync } from "node:crypto";
import { keyring, type SigningKey, signingKey, type VerifyingKey, verifyingKey } from "../key.ts";
import type { Fields, RequestMessage } from "../message.ts";
import { memoryNonces } from "../nonces/memory.ts";
import { definePolicy, type Policy } from "../policy.ts";
import type { PolicyOptions } from "../policy-options.ts";
import { sign } from "../sign.ts";
import type { SignOptions } from "../sign-options.ts";
import { must } from "./must.ts";

const pair = generateKeyPairSync("ed25519");

/** Ada signs orders to a shop. */
export const ada: SigningKey = must(signingKey("ada", pair.privateKey));
export const adaPublic: VerifyingKey = must(verifyingKey(pair.publicKey));

export const noon = 1_800_000_000;

export const body: Buffer = Buffer.from(`{"item":"keyboard","quantity":2}`);

export const order: RequestMessage = {
  method: "POST",
  targetUri: "https://shop.example/orders?draft=no&note=for%20Bob",
  headers: [
    ["Host", "shop.example"],
    ["Content-Type", "application/json"],
    ["Content-Length", String(body.length)],
  ],
};

/** A policy with nothing but defaults, at noon, and a nonce store of its own. */
export function shopPolicy(options: Partial<PolicyOptions> = {}): Policy {
  const keys = keyring([["ada", adaPublic]]);
  return definePolicy({ keys, nonces: memoryNonces(), tag: "shop", now: () => noon, ...options });
}

/** The message with the lines of its signature. Throws when it cannot be signed. */
export async function signedBy(
  message: RequestMessage,
  options: Partial<SignOptions> = {},
): Promise<RequestMessage & { readonly headers: Fields }> {
  const signed = await sign(message, { key: ada, tag: "shop", now: () => noon, ...options });
  if (!signed.ok) throw new Error(`${signed.reason} ${signed.detail ?? ""}`);
  return { ...message, headers: [...message.headers, ...signed.headers] };
}

/** The same message with one header changed; undefined takes it away. */
export function changed<M extends RequestMessage>(
  message: M,
  name: string,
  change: (value: string) => string | undefined,
): M {
  const headers = message.headers.flatMap(([each, value]) => {
    if (each.toLowerCase() !== name) return [[each, value] as const];
    const next = change(value);
    return next === undefined ? [] : [[each, next] as const];
  });
  return { ...message, headers };
}
