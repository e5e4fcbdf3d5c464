import { ada } from "../../../testing/example-host.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshKeyRequired } from "./ssh-key-required.ts";

const { secondFactorHome: _phone, ...adaWithoutPhone } = ada;
const debian = {
  pubkeyauthentication: "yes",
  passwordauthentication: "yes",
  kbdinteractiveauthentication: "no",
  hostbasedauthentication: "no",
  gssapiauthentication: "no",
  authenticationmethods: "any",
};
const with_ = (changes: Record<string, string>): { sshd: { byAccount: Record<string, Record<string, string>> } } => ({
  sshd: { byAccount: { ada: { ...debian, ...changes } } },
});

testControl(sshKeyRequired, {
  holds: {
    "keys only": { facts: with_({ passwordauthentication: "no" }) },
    "a code after the key": {
      facts: with_({ kbdinteractiveauthentication: "yes", authenticationmethods: "publickey,keyboard-interactive" }),
      because: /publickey and keyboard-interactive/,
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: with_({}), because: /publickey, or password/ },
    "keys are off": { facts: with_({ pubkeyauthentication: "no" }), because: /not on/ },
    "PAM's questions without a key": {
      facts: with_({ passwordauthentication: "no", kbdinteractiveauthentication: "yes" }),
      because: /keyboard-interactive/,
      wanted: { admins: [adaWithoutPhone] },
    },
    "root has another way in": {
      facts: { sshd: { byAccount: { ada: { ...debian, passwordauthentication: "no" }, root: debian } } },
      instance: "account:root",
    },
  },
  attempt: {
    succeeds: {
      "a password is offered": [greeting()],
      "no credential is needed": [greeting({ opened: true, methods: [] })],
    },
    refused: { "a key is asked for first": [greeting({ methods: ["publickey"] })] },
  },
});
