import { testControl } from "../../../testing/test-control.ts";
import { sshRightPasswordRefused } from "./ssh-right-password-refused.ts";

const wanted = { throwaway: { account: "nobody-real", passwordFrom: "SECONDLOCK_THROWAWAY" } };
const keys = {
  pubkeyauthentication: "yes",
  passwordauthentication: "no",
  kbdinteractiveauthentication: "no",
  hostbasedauthentication: "no",
  authenticationmethods: "any",
};
const debian = { ...keys, passwordauthentication: "yes" };

testControl(sshRightPasswordRefused, {
  holds: { "keys only": { facts: { sshd: { byAccount: { ada: keys, root: keys } } }, wanted } },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: debian, root: debian } } },
      wanted,
      because: /ada/,
    },
    "only for root": { facts: { sshd: { byAccount: { ada: keys, root: debian } } }, wanted, because: /root/ },
  },
  notApplicable: { "no throw-away account": {} },
  attempt: {
    wanted,
    succeeds: {
      "it opens the account": [{ kind: "ssh-password", opened: true, methods: [] }],
      "only over IPv6": [
        { kind: "ssh-password", opened: false, methods: ["publickey"] },
        { kind: "ssh-password", opened: true, methods: [] },
      ],
    },
    refused: { "it does not": [{ kind: "ssh-password", opened: false, methods: ["publickey"] }] },
    inconclusive: {
      "sshd asked for it, so the password may be wrong": [
        { kind: "ssh-password", opened: false, methods: ["publickey", "password"] },
      ],
      "asked over IPv6 only": [
        { kind: "ssh-password", opened: false, methods: ["publickey"] },
        { kind: "ssh-password", opened: false, methods: ["publickey", "keyboard-interactive"] },
      ],
      "sshd hung up": [{ kind: "ssh-password", opened: false, methods: [] }],
    },
  },
});
