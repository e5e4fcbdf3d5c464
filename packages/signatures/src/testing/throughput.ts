import { createHmac, generateKeyPairSync, timingSafeEqual, verify as verifyRaw } from "node:crypto";
import { verifySignature } from "http-message-sig";
import { createVerifier, httpbis } from "http-message-signatures";
import { type Algorithm, verifyBytes } from "../algorithm.ts";
import { keyring, secretKey, signingKey, type VerifyingKey, verifyingKey } from "../key.ts";
import type { RequestMessage } from "../message.ts";
import { memoryNonces } from "../nonces/memory.ts";
import { definePolicy } from "../policy.ts";
import { sign } from "../sign.ts";
import { verify } from "../verify.ts";
import { must } from "./must.ts";

/** A request as it was signed, with what node:crypto signed. */
interface SignedOrder {
  readonly message: RequestMessage;
  readonly base: Buffer;
  readonly signature: Buffer;
}

/** One way to verify. What is prepared is not measured: each library takes a request in its own form. */
export interface Contender {
  readonly name: string;
  /** Verifies it once; rejects when it is refused. */
  readonly prepare: (order: SignedOrder) => () => Promise<void>;
}

/** What is measured for one algorithm. */
interface Match {
  /** The checks that all can make: the same components and parameters, age, the signature. */
  readonly ours: Contender;
  /** All that we check by default: the body's digest and the nonce besides. */
  readonly complete: Contender;
  readonly theirs: readonly Contender[];
  /** Only what node:crypto does in `ours`. */
  readonly crypto: Contender;
  readonly orders: readonly SignedOrder[];
  /** One that nobody signed like this: whoever accepts it is not measured. */
  readonly altered: SignedOrder;
}

const components = ["@method", "@authority", "@path", "@query", "content-digest"];
const parameters = ["created", "expires", "keyid", "tag"] as const;

/** Prepares `count` requests that are signed with one key. */
export async function match(algorithm: "hmac-sha256" | "ed25519", count: number): Promise<Match> {
  const pair = generateKeyPairSync("ed25519");
  const secret = must(secretKey(Buffer.alloc(32, 7)));
  const known = algorithm === "ed25519" ? must(verifyingKey(pair.publicKey)) : secret;
  const key = must(signingKey("ada", algorithm === "ed25519" ? pair.privateKey : secret.key));
  const body = Buffer.from(JSON.stringify({ item: "keyboard", quantity: 2, note: "x".repeat(200) }));
  const orders: SignedOrder[] = [];
  for (let at = 0; at < count; at += 1) {
    const message = order(at);
    const signed = await sign(message, { key, tag: "shop", body });
    if (!signed.ok) throw new Error(signed.reason);
    const signature = Buffer.from(signed.headers.at(-1)?.[1].slice("sig1=:".length, -1) ?? "", "base64");
    const headers = [...message.headers, ...signed.headers];
    orders.push({ message: { ...message, headers }, base: Buffer.from(signed.base), signature });
  }
  const [first] = orders;
  if (first === undefined) throw new RangeError("no orders");
  const { message, signature } = first;
  const altered = { message: { ...message, method: "PUT" }, base: Buffer.from("altered"), signature };

  const keys = keyring([["ada", known]]);
  const same = definePolicy({ keys, tag: "shop", components, parameters, body: "ignored" });
  const memory = memoryNonces({ limit: 10_000_000 });
  let burnt = 0;
  const nonces = { burn: () => memory.burn(String((burnt += 1)), { now: 0, until: 100 }) };
  const complete = definePolicy({ keys, tag: "shop", nonces });
  return {
    ...{ orders, altered },
    ours: { name: "Secondlock", prepare: (one) => async () => accepted(await verify(one.message, same)) },
    complete: {
      name: "Secondlock, with digest and nonce",
      prepare: (one) => async () => accepted(await verify(one.message, complete, body)),
    },
    theirs: [older(algorithm, known), newer(algorithm, known)],
    crypto: {
      name: "node:crypto",
      prepare: (one) => async () => {
        const own = algorithm === "hmac-sha256" ? createHmac("sha256", known.key).update(one.base).digest() : undefined;
        const good =
          own === undefined ? verifyRaw(null, one.base, known.key, one.signature) : timingSafeEqual(own, one.signature);
        if (!good) throw new Error("node:crypto refused");
        await Promise.resolve();
      },
    },
  };
}

function order(at: number): RequestMessage {
  return {
    method: "POST",
    targetUri: `https://shop.example/orders/${at}?draft=no&note=for%20Bob`,
    headers: [
      ["host", "shop.example"],
      ["content-type", "application/json"],
      ["content-length", "253"],
      ["accept", "application/json"],
      ["user-agent", "bench/1.0"],
      ["accept-encoding", "gzip, br"],
    ],
  };
}

function older(algorithm: Algorithm, { key }: VerifyingKey): Contender {
  const found = {
    id: "ada",
    algs: [algorithm],
    verify: createVerifier(key.type === "secret" ? key.export() : key, algorithm),
  };
  const config = {
    keyLookup: () => Promise.resolve(found),
    requiredFields: components,
    requiredParams: [...parameters],
    maxAge: 300,
    all: true,
  };
  return {
    name: "http-message-signatures 1.0.6",
    prepare({ message: { method, targetUri, headers } }) {
      const request = {
        method,
        url: targetUri,
        headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      };
      return async () => {
        if ((await httpbis.verifyMessage(config, request)) !== true) throw new Error("http-message-signatures refused");
      };
    },
  };
}

function newer(algorithm: Algorithm, { key }: VerifyingKey): Contender {
  const verifier = {
    algorithm,
    verify: (data: Uint8Array, signature: Uint8Array) => verifyBytes(algorithm, key, data, signature),
  };
  const policy = {
    algorithms: [algorithm],
    requiredComponents: components,
    requiredParameters: [...parameters],
    maxAge: 300,
    clockSkew: 5,
  };
  return {
    name: "http-message-sig 0.3.0",
    prepare({ message: { method, targetUri, headers } }) {
      const fields = headers.map(([name, value]) => ({ name, value }));
      const request = { kind: "request" as const, method, targetUri, fields };
      return async () => void (await verifySignature(request, { policy, resolveVerifier: () => verifier }));
    },
  };
}

function accepted(result: { readonly ok: boolean; readonly reason?: string }): void {
  if (!result.ok) throw new Error(`Secondlock refused: ${result.reason}`);
}
