import { hash, timingSafeEqual } from "node:crypto";
import { type Identity, identityBytes, identityOfBytes } from "@secondlock/age";
import { combine, split } from "shamir-secret-sharing";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** One part of a recovery identity, for one person to keep. */
export interface Share {
  readonly threshold: number;
  readonly count: number;
  /** 1 to count, for people. */
  readonly number: number;
  /** What shamir-secret-sharing gives: a byte for each of the secret, and one that says where on the curve. */
  readonly bytes: Buffer;
  /** First 16 bytes of a hash of the secret: says whether what shares give is it, and tells nothing about 32 random bytes. */
  readonly commitment: Buffer;
}

export type ShareReason =
  /** The text is no share. */
  | "malformed-share"
  /** A letter is wrong: the checksum at the end does not fit. */
  | "mistyped-share"
  /** Shares of different keys. */
  | "mixed-shares"
  /** Fewer shares than it takes, or one of them twice. */
  | "too-few-shares"
  /** What the shares give is not the key that was split. */
  | "wrong-key";

const commitmentLength = 16;
const checksumLength = 4;
const mark = "slshare1";

/** Splits a recovery identity. Throws RangeError unless 2 <= threshold <= count <= 16. */
export async function splitIdentity(identity: Identity, threshold: number, count: number): Promise<readonly Share[]> {
  if (!(threshold >= 2 && threshold <= count && count <= 16)) throw new RangeError("from 2 of 2 to 16 of 16");
  const secret = new Uint8Array(identityBytes(identity));
  const parts = await split(secret, count, threshold);
  const commitment = commitmentTo(secret);
  return parts.map((part, n) => ({ threshold, count, number: n + 1, bytes: Buffer.from(part), commitment }));
}

/** The identity that was split. Refuses with `mixed-shares`, `too-few-shares` and `wrong-key`. */
export async function combineShares(shares: readonly Share[]): Promise<Outcome<Identity, ShareReason>> {
  const [first] = shares;
  if (first === undefined) return refuse("too-few-shares");
  const same = shares.every(
    ({ threshold, count, commitment }) =>
      threshold === first.threshold && count === first.count && commitment.equals(first.commitment),
  );
  if (!same) return refuse("mixed-shares");
  const distinct = new Map(shares.map(({ bytes }) => [bytes.at(-1), bytes]));
  if (distinct.size < first.threshold) return refuse("too-few-shares", `${distinct.size} of ${first.threshold}`);
  const secret = await combine([...distinct.values()].map((bytes) => new Uint8Array(bytes)));
  return timingSafeEqual(commitmentTo(secret), first.commitment)
    ? accept(identityOfBytes(secret))
    : refuse("wrong-key");
}

/** A share as one line that can be typed: hexadecimal digits in fours, a checksum at its end. */
export function shareText({ threshold, count, number, bytes, commitment }: Share): string {
  const fields = [mark, threshold, count, number, bytes.toString("hex"), commitment.toString("hex")].join(":");
  return `${fields}:${checksumOf(fields)}`.replaceAll(/[0-9a-f]{4}(?=[0-9a-f])/g, "$& ").replace("slsh are1", mark);
}

/** Reads a share as somebody types it: spaces and capitals do not count. Refuses with `malformed-share` and `mistyped-share`. */
export function parseShare(text: string): Outcome<Share, ShareReason> {
  const typed = text.replaceAll(/\s/g, "").toLowerCase();
  const pattern = /^slshare1:(\d\d?):(\d\d?):(\d\d?):([0-9a-f]{66}):([0-9a-f]{32}):([0-9a-f]{8})$/;
  const [, threshold, count, number, bytes = "", commitment = "", checksum = ""] = pattern.exec(typed) ?? [];
  if (threshold === undefined) return refuse("malformed-share");
  if (checksumOf(typed.slice(0, -checksum.length - 1)) !== checksum) return refuse("mistyped-share");
  return accept({
    ...{ threshold: Number(threshold), count: Number(count), number: Number(number) },
    ...{ bytes: Buffer.from(bytes, "hex"), commitment: Buffer.from(commitment, "hex") },
  });
}

function commitmentTo(secret: Uint8Array): Buffer {
  const text = Buffer.concat([Buffer.from("secondlock/1/recovery\n"), secret]);
  return hash("sha256", text, "buffer").subarray(0, commitmentLength);
}

function checksumOf(fields: string): string {
  return hash("sha256", fields).slice(0, 2 * checksumLength);
}
