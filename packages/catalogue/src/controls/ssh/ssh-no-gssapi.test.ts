import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshNoGssapi } from "./ssh-no-gssapi.ts";

testControl(sshNoGssapi, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: { gssapiauthentication: "no", gssapikeyexchange: "no" },
            root: { gssapiauthentication: "no", gssapikeyexchange: "no" },
          },
        },
      },
    },
    "an sshd that is built without it": {
      facts: { sshd: { byAccount: { ada: { port: "22" }, root: { port: "22" } } } },
      because: /knows no/,
    },
  },
  broken: {
    "tickets are taken": {
      facts: {
        sshd: {
          byAccount: {
            ada: { gssapiauthentication: "yes", gssapikeyexchange: "no" },
            root: { gssapiauthentication: "yes", gssapikeyexchange: "no" },
          },
        },
      },
      because: /authentication yes/,
    },
    "tickets exchange keys": {
      facts: {
        sshd: {
          byAccount: {
            ada: { gssapiauthentication: "no", gssapikeyexchange: "yes" },
            root: { gssapiauthentication: "no", gssapikeyexchange: "yes" },
          },
        },
      },
      because: /keyexchange yes/,
    },
  },
  attempt: {
    succeeds: { "tickets are offered": [greeting({ methods: ["publickey", "gssapi-with-mic"] })] },
    refused: { "they are not": [greeting()] },
  },
});
