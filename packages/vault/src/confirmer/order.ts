import { readCanonical } from "../canonical.ts";
import { isBytes, isCount, isObject, isOneOf, type Shape } from "../file/shape.ts";
import { type Outcome, refuse } from "../outcome.ts";
import { isSignedText, type SignedText } from "./owners.ts";

/** What an owner tells a confirmer to do, as canonical JSON in a request that he signs. */
export type Order =
  | { readonly order: "make-key"; readonly policy: SignedText }
  | { readonly order: "set-policy"; readonly policy: SignedText; readonly grace: number }
  | { readonly order: "begin-epoch"; readonly kid: string; readonly epoch: number }
  | { readonly order: "finish-epoch"; readonly kid: string; readonly epoch: number }
  | { readonly order: "revoke"; readonly revocation: SignedText }
  | { readonly order: "shred"; readonly kid: string }
  | { readonly order: "set-owners"; readonly owners: SignedText }
  | { readonly order: "set-peers"; readonly peers: SignedText }
  | { readonly order: "look" };

/** Another confirmer that answers for the same hosts. */
export interface Peer {
  readonly origin: string;
  /** Ed25519, base64url. */
  readonly key: string;
}

export const orderTag = "secondlock-order";
export const orderPath = "/v1/orders";
/** Bytes. */
export const longestOrder = 65_536;
/** Seconds that a policy may be named for after the next one has taken its place. */
const longestGrace = 30 * 86_400;

const shapes: Readonly<Record<Order["order"], Shape>> = {
  "make-key": isObject({ order: isOneOf("make-key"), policy: isSignedText }),
  "set-policy": isObject({
    order: isOneOf("set-policy"),
    policy: isSignedText,
    grace: (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= longestGrace,
  }),
  "begin-epoch": isObject({ order: isOneOf("begin-epoch"), kid: isBytes(16), epoch: isCount }),
  "finish-epoch": isObject({ order: isOneOf("finish-epoch"), kid: isBytes(16), epoch: isCount }),
  revoke: isObject({ order: isOneOf("revoke"), revocation: isSignedText }),
  shred: isObject({ order: isOneOf("shred"), kid: isBytes(16) }),
  "set-owners": isObject({ order: isOneOf("set-owners"), owners: isSignedText }),
  "set-peers": isObject({ order: isOneOf("set-peers"), peers: isSignedText }),
  look: isObject({ order: isOneOf("look") }),
};

export function readOrder(body: Buffer): Outcome<Order, "malformed-order"> {
  const content = readCanonical(body.toString("utf8"));
  const { order } = (content ?? {}) as { readonly order?: unknown };
  const shape = typeof order === "string" && Object.hasOwn(shapes, order) ? shapes[order as Order["order"]] : undefined;
  return shape?.(content) === true ? { ok: true, value: content as Order } : refuse("malformed-order");
}
