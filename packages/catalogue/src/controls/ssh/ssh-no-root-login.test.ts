import { login } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshNoRootLogin } from "./ssh-no-root-login.ts";

const root = (permitrootlogin: string): { sshd: { byAccount: Record<string, Record<string, string>> } } => ({
  sshd: { byAccount: { ada: { permitrootlogin: "no" }, root: { permitrootlogin } } },
});

testControl(sshNoRootLogin, {
  holds: { "root is kept out": { facts: root("no") } },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed, with a key": {
      facts: root("without-password"),
      because: /without-password/,
    },
    "a Match block lets root in": { facts: root("yes"), because: /yes/ },
    "for commands only": { facts: root("forced-commands-only") },
    "the login of the service file is root": {
      facts: root("yes"),
      wanted: { ssh: { user: "root", address: "203.0.113.7", port: 22 } },
    },
    "sshd does not say": { facts: { sshd: { byAccount: { root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: {
      "a key of the operator opens root": [login({ opened: true })],
      "only over IPv6": [login(), login({ opened: true })],
    },
    refused: { "no key opens root": [login(), login()] },
  },
});
