import { testControl } from "../../../testing/test-control.ts";
import { sshMaxAuthTries } from "./ssh-max-auth-tries.ts";

testControl(sshMaxAuthTries, {
  holds: {
    "four tries": { facts: { sshd: { byAccount: { ada: { maxauthtries: "4" }, root: { maxauthtries: "4" } } } } },
    "three tries": { facts: { sshd: { byAccount: { ada: { maxauthtries: "3" }, root: { maxauthtries: "3" } } } } },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { maxauthtries: "6" }, root: { maxauthtries: "6" } } } },
      because: / 6/,
    },
    "a Match block gives one account more": {
      facts: { sshd: { byAccount: { ada: { maxauthtries: "4" }, root: { maxauthtries: "20" } } } },
      because: /20 for root/,
    },
    "hostile text": {
      facts: { sshd: { byAccount: { ada: { maxauthtries: "4 # 400" }, root: { maxauthtries: "4 # 400" } } } },
      because: /400/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
