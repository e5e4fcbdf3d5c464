import type { Observation } from "@secondlock/model";

type Greeting = Extract<Observation, { kind: "ssh-greeting" }>;

/** What Debian 12 as installed shows, where it is not said otherwise. */
export function greeting(changes: Partial<Greeting> = {}): Observation {
  return {
    kind: "ssh-greeting",
    banner: "OpenSSH_9.2p1 Debian-2+deb12u10",
    kex: ["sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "ecdh-sha2-nistp256", "ext-info-s"],
    hostKeyAlgorithms: ["rsa-sha2-512", "rsa-sha2-256", "ecdsa-sha2-nistp256", "ssh-ed25519"],
    ciphers: ["chacha20-poly1305@openssh.com", "aes256-ctr"],
    macs: ["hmac-sha2-256-etm@openssh.com", "hmac-sha1"],
    hostKey: "",
    methods: ["publickey", "password"],
    opened: false,
    negotiated: true,
    ...changes,
  };
}

export function login(changes: Partial<Extract<Observation, { kind: "ssh-login" }>> = {}): Observation {
  return { kind: "ssh-login", opened: false, partial: false, methodsLeft: ["publickey"], ...changes };
}

/** An ordinary command that ended so. */
export function ended(status: number): Observation {
  return { kind: "ordinary-command", status, output: "" };
}
