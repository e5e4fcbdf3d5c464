import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshPostQuantumKeyExchange } from "./ssh-post-quantum-key-exchange.ts";

testControl(sshPostQuantumKeyExchange, {
  holds: {
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
    },
    "OpenSSH 9.9 and later": {
      facts: {
        sshd: {
          byAccount: {
            ada: { kexalgorithms: "mlkem768x25519-sha256" },
            root: { kexalgorithms: "mlkem768x25519-sha256" },
          },
        },
      },
    },
  },
  broken: {
    "hardened by an old guide": {
      facts: {
        sshd: {
          byAccount: {
            ada: { kexalgorithms: "curve25519-sha256@libssh.org,diffie-hellman-group-exchange-sha256" },
            root: { kexalgorithms: "curve25519-sha256@libssh.org,diffie-hellman-group-exchange-sha256" },
          },
        },
      },
      because: /curve/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: { "none is listed": [greeting({ kex: ["curve25519-sha256"] })] },
    refused: { "Debian 12 as installed": [greeting()] },
    inconclusive: { "a server that hangs up before it lists anything": [greeting({ kex: [] })] },
  },
});
