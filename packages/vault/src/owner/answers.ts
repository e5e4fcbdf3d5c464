import { canonicalText } from "../canonical.ts";
import type { ToldKey } from "../confirmer/key-told.ts";
import type { Peer } from "../confirmer/order.ts";
import { isSignedText, readOwners } from "../confirmer/owners.ts";
import { purposes } from "../confirmer/purpose.ts";
import { isBytes, isCount, isListOf, isObject, isOneOf, isOrigin, isTime, type Shape } from "../file/shape.ts";

/** What the answers of a confirmer have to be, before anything is shown, signed or kept of them: it may be anybody's by now. */

/** An opening that waits for the one who asks. */
export interface WaitingForYou {
  readonly handle: string;
  readonly request: string;
  readonly policy: string;
  readonly kid: string;
  readonly purpose: string;
  /** Seconds since 1970. */
  readonly asked: number;
  readonly expires: number;
  readonly approvals: number;
}

const most = 4_096;
/** Until which a time can be told. */
const lastSecond = 253_402_300_799;

const isNumber: Shape = (value) => value === 0 || isCount(value);
const isSecond: Shape = (value) => isCount(value) && (value as number) <= lastSecond;

const toldKey = isObject({
  kid: isBytes(16),
  status: isOneOf("active", "revoked", "shredded"),
  epochs: isListOf(
    isObject({ epoch: isCount, publicKey: isBytes(32), evaluations: isNumber }),
    16,
    (each) => (each as ToldKey["epochs"][number]).epoch,
  ),
  policy: isBytes(32),
  signed: isSignedText,
  opens: isNumber,
  maximumOpens: isNumber,
  expires: (value) => value === "" || isTime(value),
});

export function isToldKey(value: unknown): value is ToldKey {
  return toldKey(value);
}

export const isOwners: Shape = (value) => value !== undefined && readOwners(canonicalText(value)).ok;

export const isPeers = isObject({
  // 0 and nobody's: as long as no owner has named any
  version: isNumber,
  confirmer: (value) => value === "" || isBytes(32)(value),
  peers: isListOf(isObject({ origin: isOrigin, key: isBytes(32) }), 8, (peer) => (peer as Peer).origin),
});

export const isSeen = isObject({
  keys: isListOf(isToldKey, most, (key) => (key as ToldKey).kid),
  owners: isOwners,
  peers: isPeers,
});

export const isRevoked = isObject({ revoked: isListOf(isBytes(16), 64) });

export const isWaitingList = isObject({
  openings: isListOf(
    isObject({
      ...{ handle: isBytes(16), request: isBytes(32), policy: isBytes(32), kid: isBytes(16) },
      ...{ purpose: isOneOf(...purposes), asked: isSecond, expires: isSecond, approvals: isNumber },
    }),
    most,
    (opening) => (opening as WaitingForYou).handle,
  ),
});

export const isApproved = isObject({ handle: isBytes(16), approvals: isNumber, needed: isNumber });
