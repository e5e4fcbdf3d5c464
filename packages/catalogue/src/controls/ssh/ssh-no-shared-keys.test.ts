import { ada } from "../../../testing/example-host.ts";
import { authorized, blobOfAda, otherBlob } from "../../../testing/authorized-keys.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshNoSharedKeys } from "./ssh-no-shared-keys.ts";

const ben = { ...ada, name: "ben", account: "ben", keys: [`ssh-ed25519 ${otherBlob} ben@laptop`] };

testControl(sshNoSharedKeys, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed have no key": { facts: { authorized: authorized({}) } },
    "a key each": {
      facts: { authorized: authorized({ ada: [{ blob: blobOfAda }], ben: [{ blob: otherBlob }] }) },
      wanted: { admins: [ada, ben] },
    },
    "one person, two accounts": { facts: { authorized: authorized({ ada: [{}], deploy: [{}] }) } },
  },
  broken: {
    "one key opens the accounts of two people": {
      facts: { authorized: authorized({ ada: [{}], ben: [{}] }) },
      wanted: { admins: [ada, ben] },
      because: /opens ada, ben/,
    },
    "a key of nobody opens two accounts": {
      facts: { authorized: authorized({ root: [{ blob: otherBlob }], backup: [{ blob: otherBlob }] }) },
      because: /root, backup/,
    },
    "two people declare the same key": {
      facts: { authorized: authorized({}) },
      wanted: { admins: [ada, { ...ben, keys: ada.keys }] },
      because: /ada and ben/,
    },
  },
});
