import { login } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshSecondFactor } from "./ssh-second-factor.ts";

const debian = {
  pubkeyauthentication: "yes",
  passwordauthentication: "yes",
  kbdinteractiveauthentication: "no",
  hostbasedauthentication: "no",
  gssapiauthentication: "no",
  authenticationmethods: "any",
  pubkeyauthoptions: "none",
  pubkeyacceptedalgorithms: "ssh-ed25519,sk-ssh-ed25519@openssh.com,rsa-sha2-512",
};
const ada = (changes: Record<string, string>): { sshd: { byAccount: Record<string, Record<string, string>> } } => ({
  sshd: { byAccount: { ada: { ...debian, ...changes } } },
});

testControl(sshSecondFactor, {
  waitsForPeople: "nobody is asked for a code before they have one",
  holds: {
    "a code after the key": {
      facts: ada({ authenticationmethods: "publickey,keyboard-interactive" }),
      because: /publickey and keyboard-interactive/,
    },
    "a code or a second key": {
      facts: ada({ authenticationmethods: "publickey,keyboard-interactive:pam publickey,publickey" }),
    },
    "security keys with PIN only": {
      facts: ada({
        pubkeyauthoptions: "verify-required",
        pubkeyacceptedalgorithms: "sk-ssh-ed25519@openssh.com",
        authenticationmethods: "publickey",
      }),
      because: /hardware/,
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: ada({}), because: /publickey, or password is enough/ },
    "keys only": { facts: ada({ passwordauthentication: "no" }), because: /publickey is enough/ },
    "one of two ways in is a key alone": {
      facts: ada({ authenticationmethods: "publickey,keyboard-interactive publickey" }),
    },
    "the key may come second, after a guessed password": {
      facts: ada({ authenticationmethods: "password,publickey" }),
    },
    "security keys beside others": {
      facts: ada({ pubkeyauthoptions: "verify-required", passwordauthentication: "no" }),
    },
    "a Match block leaves one account out": {
      facts: {
        sshd: { byAccount: { ada: { ...debian, authenticationmethods: "any", passwordauthentication: "no" } } },
      },
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {} } } } },
  },
  attempt: {
    succeeds: {
      "the key is enough": [login({ opened: true })],
      "only over IPv6": [login({ partial: true }), login({ opened: true })],
    },
    refused: { "a code is asked for": [login({ partial: true, methodsLeft: ["keyboard-interactive"] })] },
  },
});
