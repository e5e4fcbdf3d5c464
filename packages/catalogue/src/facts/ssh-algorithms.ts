/** Algorithms that are taken as strong. Each list that a fix sets is known to OpenSSH 8.9 and later, so that sshd starts with it. */
export const bestKeyExchange: readonly string[] = [
  "mlkem768x25519-sha256",
  "sntrup761x25519-sha512",
  "sntrup761x25519-sha512@openssh.com",
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group18-sha512",
];

/** Key exchange that a quantum computer does not undo later. */
export const postQuantum: readonly string[] = bestKeyExchange.slice(0, 3);

/** The two newest names are left out: an older sshd does not start with a name that it does not know. */
export const keyExchangeSet: readonly string[] = bestKeyExchange.slice(2, 7);

/** Over SHA-1, or over a group that is too small (RFC 9142: MUST NOT and SHOULD NOT). */
export const weakKeyExchange: readonly string[] = [
  "diffie-hellman-group1-sha1",
  "diffie-hellman-group14-sha1",
  "diffie-hellman-group-exchange-sha1",
];

export const strongCiphers: readonly string[] = [
  "chacha20-poly1305@openssh.com",
  "aes256-gcm@openssh.com",
  "aes128-gcm@openssh.com",
  "aes256-ctr",
  "aes192-ctr",
  "aes128-ctr",
];

export const weakCiphers: readonly string[] = ["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc"];

/** Encrypt-then-MAC only. */
export const strongMacs: readonly string[] = [
  "hmac-sha2-512-etm@openssh.com",
  "hmac-sha2-256-etm@openssh.com",
  "umac-128-etm@openssh.com",
];

export const weakMacs: readonly string[] = [
  "hmac-sha1",
  "hmac-sha1-96",
  "hmac-md5",
  "hmac-md5-96",
  "umac-64@openssh.com",
  "umac-128@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-512",
  "hmac-sha1-etm@openssh.com",
  "hmac-sha1-96-etm@openssh.com",
  "hmac-md5-etm@openssh.com",
  "hmac-md5-96-etm@openssh.com",
  "umac-64-etm@openssh.com",
];

/** Signatures over SHA-1, and DSA. */
export const weakSignatures: readonly string[] = [
  "ssh-rsa",
  "ssh-dss",
  "ssh-rsa-cert-v01@openssh.com",
  "ssh-dss-cert-v01@openssh.com",
];

export const signaturesSet: readonly string[] = [
  "ssh-ed25519-cert-v01@openssh.com",
  "sk-ssh-ed25519-cert-v01@openssh.com",
  "rsa-sha2-512-cert-v01@openssh.com",
  "rsa-sha2-256-cert-v01@openssh.com",
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "rsa-sha2-512",
  "rsa-sha2-256",
];

export const caSignaturesSet: readonly string[] = signaturesSet.filter((name) => !name.includes("-cert-"));
