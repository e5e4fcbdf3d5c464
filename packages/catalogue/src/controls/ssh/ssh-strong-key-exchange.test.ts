import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshStrongKeyExchange } from "./ssh-strong-key-exchange.ts";

testControl(sshStrongKeyExchange, {
  holds: {
    "strong ones only": {
      facts: {
        sshd: {
          byAccount: {
            ada: { kexalgorithms: "sntrup761x25519-sha512@openssh.com,curve25519-sha256" },
            root: { kexalgorithms: "sntrup761x25519-sha512@openssh.com,curve25519-sha256" },
          },
        },
      },
    },
    "with the one of OpenSSH 9.9": {
      facts: {
        sshd: {
          byAccount: {
            ada: { kexalgorithms: "mlkem768x25519-sha256,curve25519-sha256" },
            root: { kexalgorithms: "mlkem768x25519-sha256,curve25519-sha256" },
          },
        },
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: {
              kexalgorithms:
                "sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256",
            },
            root: {
              kexalgorithms:
                "sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256",
            },
          },
        },
      },
      because: /group14/,
    },
    "as of old": {
      facts: {
        sshd: {
          byAccount: {
            ada: { kexalgorithms: "curve25519-sha256,diffie-hellman-group1-sha1" },
            root: { kexalgorithms: "curve25519-sha256,diffie-hellman-group1-sha1" },
          },
        },
      },
      because: /group1-sha1/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "Debian 12 as installed lists nistp256": [greeting({ negotiated: false })],
      "a weak one is agreed on": [greeting({ kex: ["of-its-own"] })],
    },
    refused: { "nothing in common": [greeting({ kex: ["curve25519-sha256"], negotiated: false })] },
  },
});
