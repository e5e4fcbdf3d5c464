import type { Observation } from "@secondlock/model";
import { testControl } from "../../../testing/test-control.ts";
import { sshNoPasswordLogin } from "./ssh-no-password-login.ts";

const greeting = (methods: readonly string[], opened = false): Observation => ({
  kind: "ssh-greeting",
  banner: "OpenSSH_9.2p1",
  kex: [],
  hostKeyAlgorithms: [],
  ciphers: [],
  macs: [],
  hostKey: "",
  methods,
  opened,
  negotiated: true,
});

testControl(sshNoPasswordLogin, {
  holds: { "keys only": { facts: { sshd: { byAccount: { ada: { passwordauthentication: "no" } } } } } },
  broken: {
    "Debian 12 as installed": {
      facts: { sshd: { byAccount: { ada: { passwordauthentication: "yes" } } } },
      because: /yes/,
    },
    "a Match block gives root a password again": {
      facts: {
        sshd: { byAccount: { ada: { passwordauthentication: "no" }, root: { passwordauthentication: "yes" } } },
      },
      instance: "account:root",
    },
    "setting missing": { facts: { sshd: { byAccount: { ada: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "a password is offered": [greeting(["publickey", "password"])],
      "no credential is needed at all": [greeting([], true)],
      "only over IPv6": [greeting(["publickey"]), greeting(["publickey", "password"])],
    },
    refused: { "only a key is taken": [greeting(["publickey"]), greeting(["publickey"])] },
    inconclusive: { "sshd hung up before it said anything": [greeting(["publickey"]), greeting([])] },
  },
});
