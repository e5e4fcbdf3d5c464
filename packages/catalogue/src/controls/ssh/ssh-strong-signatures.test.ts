import { testControl } from "../../../testing/test-control.ts";
import { sshStrongSignatures } from "./ssh-strong-signatures.ts";

testControl(sshStrongSignatures, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: {
              pubkeyacceptedalgorithms: "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256",
              casignaturealgorithms: "ssh-ed25519,rsa-sha2-512",
            },
            root: {
              pubkeyacceptedalgorithms: "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256",
              casignaturealgorithms: "ssh-ed25519,rsa-sha2-512",
            },
          },
        },
      },
    },
  },
  broken: {
    "ssh-rsa for an old client": {
      facts: {
        sshd: {
          byAccount: {
            ada: { pubkeyacceptedalgorithms: "ssh-ed25519,ssh-rsa", casignaturealgorithms: "ssh-ed25519" },
            root: { pubkeyacceptedalgorithms: "ssh-ed25519,ssh-rsa", casignaturealgorithms: "ssh-ed25519" },
          },
        },
      },
      because: /ssh-rsa/,
    },
    "a certificate over SHA-1": {
      facts: {
        sshd: {
          byAccount: {
            ada: { pubkeyacceptedalgorithms: "ssh-ed25519", casignaturealgorithms: "ssh-rsa" },
            root: { pubkeyacceptedalgorithms: "ssh-ed25519", casignaturealgorithms: "ssh-rsa" },
          },
        },
      },
      because: /casignature/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
