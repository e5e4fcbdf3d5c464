import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshStrongMacs } from "./ssh-strong-macs.ts";

testControl(sshStrongMacs, {
  holds: {
    "strong ones only": {
      facts: {
        sshd: {
          byAccount: {
            ada: { macs: "hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com" },
            root: { macs: "hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com" },
          },
        },
      },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: {
              macs: "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1",
            },
            root: {
              macs: "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1",
            },
          },
        },
      },
      because: /hmac-sha1/,
    },
    "MAC before encryption": {
      facts: { sshd: { byAccount: { ada: { macs: "hmac-sha2-256" }, root: { macs: "hmac-sha2-256" } } } },
      because: /hmac-sha2-256/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: { "Debian 12 as installed lists SHA-1": [greeting()] },
    refused: { "nothing in common": [greeting({ macs: ["hmac-sha2-256-etm@openssh.com"], negotiated: false })] },
  },
});
