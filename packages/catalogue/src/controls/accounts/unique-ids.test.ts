import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { uniqueIds } from "./unique-ids.ts";

const stock = accountList();

testControl(uniqueIds, {
  holds: { "Debian 12 as installed": { facts: { accounts: stock } } },
  broken: {
    "ben is ada to every file": {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "ben", uid: 1000 })] }) },
      because: /uid 1000/,
    },
    "two lines for ada": {
      facts: { accounts: { ...stock, accounts: [...stock.accounts, anAccount({ name: "ada", uid: 1001 })] } },
      because: /account ada/,
    },
    "a group with shadow's number": {
      facts: { accounts: accountList({ groups: [{ name: "readers", gid: 42, members: [] }] }) },
      because: /gid 42/,
    },
  },
});
