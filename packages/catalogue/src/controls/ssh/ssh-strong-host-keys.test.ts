import type { SshHostKey } from "../../facts/ssh-host-keys.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshStrongHostKeys } from "./ssh-strong-host-keys.ts";

const key = (type: string, bits: number): SshHostKey => {
  const path = `/etc/ssh/ssh_host_${type.toLowerCase()}_key`;
  return { path, type, bits, fingerprint: "", file: { path, mode: 0o600, owner: "root", group: "root" } };
};

const sshd = { byAccount: { root: { hostkeyalgorithms: "ssh-ed25519,rsa-sha2-512" } } };
const old = { byAccount: { root: { hostkeyalgorithms: "ssh-rsa,ssh-ed25519" } } };

testControl(sshStrongHostKeys, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { keys: [key("RSA", 3072), key("ECDSA", 256), key("ED25519", 256)], sshd },
    },
  },
  broken: {
    "kept since Debian 9": { facts: { keys: [key("RSA", 2048), key("ED25519", 256)], sshd }, because: /RSA 2048/ },
    "DSA is left over": { facts: { keys: [key("DSA", 1024), key("ECDSA", 256)], sshd }, because: /DSA/ },
    "nothing but an old RSA key, which people know this host by": {
      facts: { keys: [key("RSA", 2048)], sshd },
      because: /RSA 2048/,
      stays: true,
    },
    "strong keys that sign over SHA-1": { facts: { keys: [key("RSA", 3072)], sshd: old }, because: /ssh-rsa/ },
    "ssh-keygen cannot read it": { facts: { keys: [key("", 0), key("ED25519", 256)], sshd }, because: /unknown/ },
  },
  attempt: {
    succeeds: { "SHA-1 is offered": [greeting({ hostKeyAlgorithms: ["ssh-rsa", "ssh-ed25519"] })] },
    refused: { "Debian 12 as installed": [greeting()] },
    inconclusive: { "sshd hung up": [greeting({ hostKeyAlgorithms: [] })] },
  },
});
