import { accept, type Outcome } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { beginEpoch, finishEpoch, makeKey, setPolicy, shred } from "./key-orders.ts";
import type { Answer } from "./opening-message.ts";
import { longestOrder, type Order, orderTag, readOrder } from "./order.ts";
import { look, setOwners } from "./owner-orders.ts";
import { keysOf, type Owners, ownersOf } from "./owners.ts";
import { setPeers } from "./peers.ts";
import { takeRevocation } from "./revocation.ts";
import { signedRequest } from "./signed-request.ts";

/** Does what an owner signed, or says why not. What was done before is done again without harm. */
export async function carryOut(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const owners = await ownersOf(confirmer.documents);
  const verified = await signedRequest(confirmer, arrived, {
    ...{ signers: keysOf(owners), tag: orderTag, longest: longestOrder },
  });
  if (!verified.ok) return verified;
  const order = readOrder(verified.value.body);
  if (!order.ok) return order;
  const done = await carriedOut(confirmer, owners, order.value);
  return done.ok ? accept({ status: 200, content: done.value }) : done;
}

async function carriedOut(confirmer: Confirmer, owners: Owners, order: Order): Promise<Outcome<object>> {
  switch (order.order) {
    case "make-key":
      return await makeKey(confirmer, owners, order.policy);
    case "set-policy":
      return await setPolicy(confirmer, owners, order);
    case "begin-epoch":
      return await beginEpoch(confirmer, order);
    case "finish-epoch":
      return await finishEpoch(confirmer, order);
    case "revoke":
      return await takeRevocation(confirmer, owners, order.revocation);
    case "shred":
      return await shred(confirmer, order.kid);
    case "set-owners":
      return await setOwners(confirmer, owners, order.owners);
    case "set-peers":
      return await setPeers(confirmer, owners, order.peers);
    case "look":
      return await look(confirmer, owners);
  }
}
