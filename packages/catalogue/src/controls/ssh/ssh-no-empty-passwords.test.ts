import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshNoEmptyPasswords } from "./ssh-no-empty-passwords.ts";

testControl(sshNoEmptyPasswords, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { permitemptypasswords: "no" }, root: { permitemptypasswords: "no" } } } },
      because: / no/,
    },
  },
  broken: {
    "empty passwords are let in": {
      facts: { sshd: { byAccount: { ada: { permitemptypasswords: "yes" }, root: { permitemptypasswords: "yes" } } } },
      because: / yes/,
    },
    "only root is let in so": {
      facts: { sshd: { byAccount: { ada: { permitemptypasswords: "no" }, root: { permitemptypasswords: "yes" } } } },
      because: / yes/,
      instance: "account:root",
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "the account opens with no credential": [greeting({ opened: true, methods: [] })],
      "only over IPv6": [greeting(), greeting({ opened: true })],
    },
    refused: { "a credential is asked for": [greeting(), greeting()] },
    inconclusive: { "sshd hung up": [greeting(), greeting({ methods: [] })] },
  },
});
