import type { Refusal } from "./problem.ts";
import { printable } from "./problem.ts";

const keyLimit = 16_384;
const own = "paste the whole line of the .pub file, e.g. ~/.ssh/id_ed25519.pub";

/** Number of length-prefixed fields after the type (RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4, OpenSSH PROTOCOL.u2f). */
const fields: Readonly<Record<string, number>> = {
  "ssh-ed25519": 1,
  "ssh-rsa": 2,
  "ecdsa-sha2-nistp256": 2,
  "ecdsa-sha2-nistp384": 2,
  "ecdsa-sha2-nistp521": 2,
  "sk-ssh-ed25519@openssh.com": 2,
  "sk-ecdsa-sha2-nistp256@openssh.com": 3,
};

/** A public key without its comment: two lines are the same key when both parts are the same. */
export interface PublicKey {
  readonly type: string;
  readonly blob: string;
}

/** Reads `type base64 comment`; checks that the type inside the base64 is the type outside, and that nothing is missing or left over. */
export function parsePublicKey(line: string): PublicKey | Refusal {
  if (line.length > keyLimit) return { what: "is longer than a public key can be", hint: own };
  const [type = "", blob = ""] = line.trim().split(/[ \t]+/);
  if (line.includes("PRIVATE KEY")) {
    return { what: "is a private key", hint: `make a new key, as this one is spoilt, and ${own}` };
  }
  const count = Object.hasOwn(fields, type) ? fields[type] : undefined;
  if (count === undefined) return refuseType(type);
  if (blob === "" || blob.includes("...")) return { what: "is a place holder, not a public key", hint: own };
  const bytes = Buffer.from(blob, "base64");
  if (bytes.toString("base64") !== blob)
    return { what: "is cut off or garbled: the part after the type is not base64", hint: own };
  const read = readFields(bytes);
  if (read === undefined) return { what: "is cut off or garbled: its inside does not add up", hint: own };
  const inside = read[0]?.toString("latin1") ?? "";
  if (inside !== type) return { what: `says ${type} outside and ${printable(inside, 60)} inside`, hint: own };
  if (read.length !== count + 1 || read.some((field) => field.length === 0)) {
    return { what: "is cut off or garbled: it has the wrong number of parts", hint: own };
  }
  if (type.includes("ssh-ed25519") && read[1]?.length !== 32) {
    return { what: "is cut off or garbled: an Ed25519 key has 32 bytes", hint: own };
  }
  return { type, blob };
}

/** Whether {@link parsePublicKey} refused. */
export function isRefusedKey(value: PublicKey | Refusal): value is Refusal {
  return "hint" in value;
}

function refuseType(type: string): Refusal {
  if (type === "ssh-dss")
    return { what: "is a DSA key, which OpenSSH no longer takes", hint: "make a new one: ssh-keygen -t ed25519" };
  if (type.includes("-cert-v01@")) return { what: "is a certificate", hint: "give the public key that it certifies" };
  if (/^[a-z-]+(?:=|,)/i.test(type) || type === "restrict") {
    return { what: "begins with options", hint: "leave the options out and begin with the type, e.g. ssh-ed25519" };
  }
  return { what: `does not begin with a key type: ${printable(type, 40)}`, hint: own };
}

function readFields(bytes: Buffer): readonly Buffer[] | undefined {
  const read: Buffer[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length || read.length > 8) return undefined;
    const length = bytes.readUInt32BE(offset);
    const end = offset + 4 + length;
    if (end > bytes.length) return undefined;
    read.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return read;
}
