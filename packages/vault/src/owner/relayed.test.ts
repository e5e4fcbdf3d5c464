import { once } from "node:events";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { ownersOf, putOwners } from "../confirmer/owners.ts";
import type { Outgoing, Reply } from "../opener/ask.ts";
import { send } from "../opener/send.ts";
import { type Confirming, startConfirming } from "../testing/confirming.ts";
import { exchange } from "./exchange.ts";

/** Brings a request to another confirmer, under the name of the one that it was signed for. */
async function relayed({ request, body }: Outgoing, to: Confirming): Promise<Reply> {
  const { host, pathname } = new URL(request.targetUri);
  const headers = [...request.headers, ["host", host], ["content-length", String(body.length)]].flat();
  const { hostname, port } = new URL(to.confirmer.origin);
  const outgoing = httpRequest({ hostname, port, path: pathname, method: request.method, headers, setHost: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { status: incoming.statusCode ?? 0, headers: [], body: Buffer.concat(chunks) };
}

// attack 16: a confirmer that an owner talks to passes on what he signed to another, which has never seen its nonce
it("what an owner asked of one confirmer is nothing to another, whatever name it is brought under", async () => {
  const [one, other] = [await startConfirming(), await startConfirming()];
  onTestFinished(async () => void (await Promise.all([one.stop(), other.stop()])));
  const before = await ownersOf(other.confirming.documents);
  const owners = [...before.owners, { name: "both", key: one.owner.publicKey }];
  await putOwners(other.confirming.documents, before, { ...before, version: before.version + 1, owners });
  const order = { path: "/v1/orders", tag: "secondlock-order", content: { order: "look" } };
  const passOn = async (outgoing: Outgoing): Promise<Reply> => await relayed(outgoing, other);

  expect((await exchange(other.confirmer, one.owner, order, send)).ok).toBe(true);
  expect(await exchange(one.confirmer, one.owner, order, passOn)).toMatchObject({ ok: false, reason: "refused" });
  expect(other.refusals.at(-1)?.reason).toBe("bad-signature");
});
