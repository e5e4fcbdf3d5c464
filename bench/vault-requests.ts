import { readFileSync } from "node:fs";
import { Agent, request as ask } from "node:http";
import { sign, signingKey } from "../packages/signatures/src/index.ts";
import { parseFile } from "../packages/vault/src/index.ts";
import { ask as askConfirmer } from "../packages/vault/src/opener/ask.ts";
import { openingTag } from "../packages/vault/src/confirmer/opening-message.ts";
import type { SealedDesk } from "./vault-confirmer.ts";

/** Requests that are signed already; what comes back sends them, so many at a time. Throws unless each is answered with 200. */
export async function signedRequests(
  { confirmer, host, port, file }: SealedDesk,
  count: number,
): Promise<(width: number) => Promise<void>> {
  const origin = `http://127.0.0.1:${port}`;
  const boot = Buffer.alloc(32).toString("base64url");
  const sealed = parseFile(readFileSync(file));
  if (!sealed.ok) throw new Error(sealed.reason);
  const { sequence } = sealed.value.last.content;
  const { request, body } = await askConfirmer({ ...confirmer, origin }, host, { boot, purpose: "start", sequence });
  const key = signingKey(host.signer.publicKey, host.signer.secretKey);
  if (!key.ok) throw new Error(key.reason);
  const bare = { ...request, headers: [["content-type", "application/json"]] } as const;
  const all: Readonly<Record<string, string>>[] = [];
  for (let n = 0; n < count; n += 1) {
    // the same blind: its time is the host's
    const signed = await sign(bare, { key: key.value, tag: openingTag, body });
    if (!signed.ok) throw new Error(signed.reason);
    all.push(Object.fromEntries([...bare.headers, ...signed.headers, ["content-length", String(body.length)]]));
  }
  return async (width) => {
    const agent = new Agent({ keepAlive: true, maxSockets: width });
    const send = (headers: Readonly<Record<string, string>>): Promise<void> => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const outgoing = ask(request.targetUri, { method: "POST", headers, agent }, (incoming) => {
        incoming.resume();
        incoming.on("end", () =>
          incoming.statusCode === 200 ? resolve(undefined) : reject(new Error(String(incoming.statusCode))),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
      return promise;
    };
    await Promise.all(all.map((headers) => send(headers)));
    agent.destroy();
  };
}
