/**
 * Whether a public key lives in security hardware (FIDO2): it never leaves it, and the hardware wants to be touched, so that
 * it counts as two factors where the server also asks for its PIN (OpenSSH PROTOCOL.u2f). Pure.
 */
export function isSecurityKey(line: string): boolean {
  const [type = ""] = line.trim().split(/\s+/);
  return securityKeyTypes.includes(type);
}

/** Names of their algorithms, which are also the types of the keys. */
export const securityKeyTypes: readonly string[] = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];
