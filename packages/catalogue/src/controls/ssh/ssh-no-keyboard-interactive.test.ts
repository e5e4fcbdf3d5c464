import { ada } from "../../../testing/example-host.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshNoKeyboardInteractive } from "./ssh-no-keyboard-interactive.ts";

const { secondFactorHome: _phone, ...adaWithoutPhone } = ada;
const on = { pubkeyauthentication: "yes", kbdinteractiveauthentication: "yes" };

testControl(sshNoKeyboardInteractive, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { kbdinteractiveauthentication: "no" } } } },
    },
    "a code after the key": {
      facts: { sshd: { byAccount: { ada: { ...on, authenticationmethods: "publickey,keyboard-interactive:pam" } } } },
      because: /after the key/,
    },
    "on, but no way in uses it": {
      facts: { sshd: { byAccount: { ada: { ...on, authenticationmethods: "publickey" } } } },
    },
  },
  broken: {
    "on beside the key, as an old guide for codes leaves it": {
      facts: { sshd: { byAccount: { ada: { ...on, authenticationmethods: "any" } } } },
      because: /no key is needed/,
      wanted: { admins: [adaWithoutPhone] },
    },
    "one of two ways in begins with it": {
      facts: {
        sshd: { byAccount: { ada: { ...on, authenticationmethods: "publickey,password keyboard-interactive" } } },
      },
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: { "questions are offered": [greeting({ methods: ["publickey", "keyboard-interactive"] })] },
    refused: { "a key is asked for first": [greeting({ methods: ["publickey"] })] },
  },
});
