import { authorized, rsaBlob } from "../../../testing/authorized-keys.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshKeyStrength } from "./ssh-key-strength.ts";

const rsa = (bits: number): { type: string; blob: string; comment: string } => ({
  type: "ssh-rsa",
  blob: rsaBlob(bits),
  comment: "ada@old",
});

testControl(sshKeyStrength, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed have no key": { facts: { authorized: authorized({}) } },
    Ed25519: { facts: { authorized: authorized({ ada: [{}] }) } },
    "RSA with 3072 bits": { facts: { authorized: authorized({ ada: [rsa(3072)] }) } },
    "in security hardware": { facts: { authorized: authorized({ ada: [{ type: "sk-ssh-ed25519@openssh.com" }] }) } },
  },
  broken: {
    "RSA with 2048 bits, as the old guide says": {
      facts: { authorized: authorized({ ada: [rsa(2048)] }) },
      because: /2048 bits/,
    },
    "RSA with 1024 bits": { facts: { authorized: authorized({ root: [rsa(1024)] }) }, because: /root: .* 1024 bits/ },
    DSA: { facts: { authorized: authorized({ ada: [{ type: "ssh-dss" }] }) }, because: /unknown/ },
    garbled: { facts: { authorized: authorized({ ada: [{ type: "ssh-rsa", blob: "AAAA" }] }) }, because: /unknown/ },
  },
});
