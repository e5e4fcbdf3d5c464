import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { inactiveAccounts } from "./inactive-accounts.ts";

const ben = (changes = {}) => accountList({ accounts: [anAccount({ name: "ben", uid: 1001, age: 400, ...changes })] });

testControl(inactiveAccounts, {
  holds: {
    "Debian 12 as installed: only system accounts never log in": {
      facts: { accounts: accountList(), idle: [{ account: "daemon", never: true }] },
    },
    "the operator's own login runs commands without a terminal": {
      facts: { accounts: accountList(), idle: [{ account: "ada", never: true }] },
    },
    "a new account": { facts: { accounts: ben({ age: 3 }), idle: [{ account: "ben", never: true }] } },
    closed: { facts: { accounts: ben({ expired: true }), idle: [{ account: "ben", never: false }] } },
  },
  broken: {
    "ben has not logged in since spring": {
      facts: { accounts: ben(), idle: [{ account: "ben", never: false }] },
      because: /ben/,
    },
    "ben never came": { facts: { accounts: ben(), idle: [{ account: "ben", never: true }] } },
  },
});
