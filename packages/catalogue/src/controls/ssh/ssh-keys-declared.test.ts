import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { ada } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { authorized, blobOfAda, otherBlob } from "../../../testing/authorized-keys.ts";
import { sshKeysDeclared } from "./ssh-keys-declared.ts";

const ben = {
  ...ada,
  name: "ben",
  account: "ben",
  keys: [`ssh-ed25519 ${otherBlob} ben@laptop`],
  keyHome: "ben-laptop",
};

const accounts = accountList();
const eve = (changes = {}) => ({
  authorized: authorized({ eve: [{ blob: otherBlob }] }),
  accounts: accountList({ accounts: [anAccount({ name: "eve", uid: 1001, ...changes })] }),
});

const overflowing = (account: string): ReturnType<typeof authorized> => {
  const found = authorized({ [account]: [{ blob: blobOfAda }] });
  return { ...found, files: found.files.map((one) => ({ ...one, more: true })) };
};

testControl(sshKeysDeclared, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed have no key": { facts: { authorized: authorized({}), accounts } },
    "ada's own key": { facts: { authorized: authorized({ ada: [{ blob: blobOfAda }] }), accounts }, because: /1 keys/ },
    "another account has the strange key": {
      facts: { authorized: authorized({ backup: [{ blob: otherBlob }] }), accounts },
    },
    "somebody who has left still has a key, and the account is closed": {
      facts: eve({ expired: true }),
      instance: "account:*",
    },
    "another account has more keys than are looked at": { facts: { authorized: overflowing("backup"), accounts } },
    "a login that people share": {
      facts: { authorized: authorized({ deploy: [{ blob: blobOfAda }] }), accounts },
      wanted: { ssh: { user: "deploy", address: "203.0.113.7", port: 22 } },
      instance: "account:deploy",
    },
  },
  broken: {
    "somebody who has left still has a key": { facts: eve(), instance: "account:*", because: /eve:/ },
    "somebody who has left has more keys than are looked at": {
      facts: { authorized: overflowing("eve"), accounts: eve().accounts },
      instance: "account:*",
      because: /eve: the key file holds more/,
    },
    "an administrator has more keys than are looked at": {
      facts: { authorized: overflowing("ada"), accounts },
      because: /ada: the key file holds more/,
    },
    "a key of somebody who has left": {
      facts: {
        authorized: authorized({ ada: [{ blob: blobOfAda }, { blob: otherBlob, comment: "ben@old" }] }),
        accounts,
      },
      because: /ada: ssh-ed25519 \.\.\.\S{8} \(ben@old\) belongs to nobody/,
    },
    "a service account has one": {
      facts: { authorized: authorized({ backup: [{ blob: otherBlob }] }), accounts },
      instance: "account:*",
      because: /backup:/,
    },
    "a machine logs in to one, to run one command": {
      facts: { authorized: authorized({ backup: [{ blob: otherBlob, options: "command,from" }] }), accounts },
      instance: "account:*",
      stays: true,
    },
    "root has one beside ada's": {
      facts: { authorized: authorized({ root: [{ blob: blobOfAda }, { blob: otherBlob }] }), accounts },
      instance: "account:root",
      because: /root:/,
    },
    "root has one, with a forced command, as in a cloud image": {
      facts: {
        authorized: authorized({ root: [{ blob: otherBlob, options: "no-port-forwarding,command" }] }),
        accounts,
      },
      instance: "account:root",
    },
    "the only key of the login that this is done with": {
      facts: { authorized: authorized({ deploy: [{ blob: otherBlob }] }), accounts },
      wanted: { ssh: { user: "deploy", address: "203.0.113.7", port: 22 } },
      instance: "account:deploy",
      stays: true,
    },
    "ben's key opens ada's account": {
      facts: { authorized: authorized({ ada: [{ blob: otherBlob }] }), accounts },
      wanted: { admins: [ada, ben] },
      because: /is the key of ben/,
    },
    "a key that signs for others": {
      facts: { authorized: authorized({ ada: [{ blob: blobOfAda, options: "cert-authority" }] }), accounts },
      because: /signs/,
    },
    "a program hands out keys": {
      facts: { authorized: { ...authorized({}), elsewhere: ["authorizedkeyscommand /usr/bin/keys"] }, accounts },
      because: /usr\/bin\/keys/,
      byHand: true,
    },
  },
  notApplicable: { "nobody is declared": { peopleDeclared: false, admins: [] } },
});
