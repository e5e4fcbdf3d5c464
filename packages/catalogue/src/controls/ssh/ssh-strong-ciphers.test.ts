import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshStrongCiphers } from "./ssh-strong-ciphers.ts";

testControl(sshStrongCiphers, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: {
              ciphers:
                "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com",
            },
            root: {
              ciphers:
                "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com",
            },
          },
        },
      },
    },
  },
  broken: {
    "with CBC for an old client": {
      facts: {
        sshd: {
          byAccount: {
            ada: {
              ciphers:
                "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes256-cbc",
            },
            root: {
              ciphers:
                "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes256-cbc",
            },
          },
        },
      },
      because: /cbc/,
    },
    "as of old": {
      facts: {
        sshd: { byAccount: { ada: { ciphers: "3des-cbc,aes128-ctr" }, root: { ciphers: "3des-cbc,aes128-ctr" } } },
      },
      because: /3des/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "CBC is agreed on": [greeting({ ciphers: ["aes128-cbc"] })],
      "only over IPv6": [greeting({ negotiated: false }), greeting()],
    },
    refused: { "Debian 12 as installed": [greeting({ negotiated: false })] },
  },
});
