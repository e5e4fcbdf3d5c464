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

/** One way to verify the same prepared requests, one after the other. Throws when one is refused. */
interface Contender {
  readonly name: string;
  readonly run: (at: number) => Promise<void>;
}

/** What is measured for one algorithm. */
interface Match {
  readonly algorithm: Algorithm;
  /** The checks that all can make: cover, parameters, age, the signature. */
  readonly ours: Contender;
  /** All that we check by default: the body's digest and the nonce besides. */
  readonly complete: Contender;
  readonly theirs: readonly Contender[];
  /** Only what node:crypto does in `ours`. */
  readonly crypto: Contender;
}

const components = ["@method", "@authority", "@path", "@query", "content-digest"];
const parameters = ["created", "expires", "nonce", "keyid", "tag"] as const;

/** Prepares `count` requests that are signed with one key. */
export async function match(algorithm: "hmac-sha256" | "ed25519", count: number): Promise<Match> {
  const pair = generateKeyPairSync("ed25519");
  const secret = must(secretKey(Buffer.alloc(32, 7)));
  const known = algorithm === "ed25519" ? must(verifyingKey(pair.publicKey)) : secret;
  const key = must(signingKey("ada", algorithm === "ed25519" ? pair.privateKey : secret.key));
  const body = Buffer.from(JSON.stringify({ item: "keyboard", quantity: 2, note: "x".repeat(200) }));
  const requests: { message: RequestMessage; base: Buffer; signature: Buffer }[] = [];
  for (let at = 0; at < count; at += 1) {
    const message = order(at);
    const signed = await sign(message, { key, tag: "shop", body });
    if (!signed.ok) throw new Error(signed.reason);
    const signature = Buffer.from(signed.headers.at(-1)?.[1].slice("sig1=:".length, -1) ?? "", "base64");
    requests.push({
      message: { ...message, headers: [...message.headers, ...signed.headers] },
      base: Buffer.from(signed.base),
      signature,
    });
  }
  const request = (at: number): (typeof requests)[number] => {
    const one = requests[at % count];
    if (one === undefined) throw new RangeError("no request");
    return one;
  };
  const same = definePolicy({
    keys: keyring([["ada", known]]),
    tag: "shop",
    parameters: ["created", "expires", "keyid", "tag"],
    body: "ignored",
  });
  const nonces = { burn: () => memory.burn(String((burnt += 1)), { now: 0, until: 100 }) };
  const memory = memoryNonces({ limit: 10_000_000 });
  let burnt = 0;
  const complete = definePolicy({ keys: keyring([["ada", known]]), tag: "shop", nonces });
  return {
    algorithm,
    ours: { name: "Secondlock", run: async (at) => accepted(await verify(request(at).message, same)) },
    complete: {
      name: "Secondlock, with digest and nonce",
      run: async (at) => accepted(await verify(request(at).message, complete, body)),
    },
    theirs: [
      older(
        algorithm,
        known,
        requests.map(({ message }) => message),
      ),
      newer(
        algorithm,
        known,
        requests.map(({ message }) => message),
      ),
    ],
    crypto: {
      name: "node:crypto",
      async run(at) {
        const { base, signature } = request(at);
        const own = algorithm === "hmac-sha256" ? createHmac("sha256", known.key).update(base).digest() : undefined;
        const good = own === undefined ? verifyRaw(null, base, known.key, signature) : timingSafeEqual(own, signature);
        if (!good) throw new Error("node:crypto refused");
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

function older(algorithm: Algorithm, { key }: VerifyingKey, messages: readonly RequestMessage[]): Contender {
  const prepared = messages.map(({ method, targetUri, headers }) => ({
    method,
    url: targetUri,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  }));
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
    async run(at) {
      const one = prepared[at % prepared.length];
      if (one === undefined || (await httpbis.verifyMessage(config, one)) !== true)
        throw new Error("http-message-signatures refused");
    },
  };
}

function newer(algorithm: Algorithm, { key }: VerifyingKey, messages: readonly RequestMessage[]): Contender {
  const prepared = messages.map(({ method, targetUri, headers }) => ({
    kind: "request" as const,
    method,
    targetUri,
    fields: headers.map(([name, value]) => ({ name, value })),
  }));
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
    async run(at) {
      const one = prepared[at % prepared.length];
      if (one === undefined) throw new RangeError("no request");
      await verifySignature(one, { policy, resolveVerifier: () => verifier });
    },
  };
}

function accepted(result: { readonly ok: boolean; readonly reason?: string }): void {
  if (!result.ok) throw new Error(`Secondlock refused: ${result.reason}`);
}
