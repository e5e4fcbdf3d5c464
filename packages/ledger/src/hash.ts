import { hash } from "node:crypto";

/** SHA-256 as 64 lower-case hexadecimal digits. */
export type Hash = string;

/** The root of a tree without entries (RFC 9162 section 2.1.1). */
export const emptyRoot: Hash = hash("sha256", "", "hex");

// One leading byte tells the kinds of hashes apart, so that no bytes of one kind can pass for another.
// 0x00 and 0x01 are those of RFC 9162 section 2.1.1: an entry's hash is at the same time the leaf of the Merkle tree.
const entryByte = "\u0000";
const nodeByte = 0x01;
const commitmentByte = "\u0002";
const logByte = "\u0003";

/** SHA-256(0x00 || canonical bytes of the entry): what the next entry names as `prev`, and the leaf of the tree. */
export function entryHash(canonicalEntry: string): Hash {
  return hash("sha256", entryByte + canonicalEntry, "hex");
}

const node = Buffer.alloc(65, nodeByte);

/** SHA-256(0x01 || left || right), RFC 9162 section 2.1.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  node.write(left, 1, "hex");
  node.write(right, 33, "hex");
  return hash("sha256", node, "hex");
}

/** SHA-256(0x02 || salt || canonical bytes of the value): hides the value and binds to it. The salt is 64 hexadecimal digits, hashed as text. */
export function commitment(salt: string, canonicalValue: string): Hash {
  return hash("sha256", commitmentByte + salt + canonicalValue, "hex");
}

/** What the first entry of a log names as `prev`: it ties every entry to this log and no other. */
export function beginning(log: string): Hash {
  return hash("sha256", logByte + log, "hex");
}

/** Whether a text is a hash. Linear: one class, one count. */
export function isHash(text: unknown): text is Hash {
  return typeof text === "string" && text.length === 64 && /^[0-9a-f]{64}$/.test(text);
}
