import { createHmac, hash, pbkdf2Sync, randomBytes } from "node:crypto";

const iterations = 4_096;
const length = 32;

/**
 * What PostgreSQL stores of a password: SCRAM-SHA-256 (RFC 5803, RFC 7677). Made here, so that the password itself is in no statement
 * and in no log of a server. Takes printable ASCII, which SASLprep (RFC 4013) leaves as it is; throws TypeError for other text.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7E]+$/.test(password)) throw new TypeError("a generated password is printable ASCII");
  const salted = pbkdf2Sync(password, salt, iterations, length, "sha256");
  const storedKey = hash("sha256", createHmac("sha256", salted).update("Client Key").digest(), "base64");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
