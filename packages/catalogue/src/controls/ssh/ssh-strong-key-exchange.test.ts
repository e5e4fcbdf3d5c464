import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshStrongKeyExchange } from "./ssh-strong-key-exchange.ts";

const debian =
  "sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
const facts = (kexalgorithms: string) => ({ sshd: { byAccount: { ada: { kexalgorithms }, root: { kexalgorithms } } } });

testControl(sshStrongKeyExchange, {
  holds: {
    "strong ones only": { facts: facts("sntrup761x25519-sha512@openssh.com,curve25519-sha256") },
    "with the one of OpenSSH 9.9": { facts: facts("mlkem768x25519-sha256,curve25519-sha256") },
    "Debian 12 as installed": { facts: facts(debian) },
  },
  broken: {
    "as of old": {
      facts: facts("curve25519-sha256,diffie-hellman-group1-sha1"),
      because: /group1-sha1/,
    },
    "group 14 over SHA-1": {
      facts: facts(`${debian},diffie-hellman-group14-sha1`),
      because: /has diffie-hellman-group14-sha1$/,
    },
    "a group of the client's choice over SHA-1": { facts: facts(`${debian},diffie-hellman-group-exchange-sha1`) },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "group 14 over SHA-1 is listed": [greeting({ kex: ["diffie-hellman-group14-sha1"], negotiated: false })],
      "a weak one is agreed on": [greeting({ kex: ["of-its-own"] })],
    },
    refused: {
      "nothing in common": [greeting({ kex: ["curve25519-sha256"], negotiated: false })],
      "Debian 12 as installed": [greeting({ negotiated: false })],
    },
  },
});
