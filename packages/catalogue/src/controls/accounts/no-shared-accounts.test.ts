import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { ada } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { noSharedAccounts } from "./no-shared-accounts.ts";

const also = (name: string, changes = {}) => ({
  facts: { accounts: accountList({ accounts: [anAccount({ name, uid: 1001, ...changes })] }) },
});

testControl(noSharedAccounts, {
  holds: {
    "Debian 12 as installed, with ada": { facts: { accounts: accountList() } },
    "the cloud image's account is one person's": {
      ...also("debian"),
      wanted: { admins: [{ ...ada, account: "debian" }] },
    },
    "the cloud image's account is closed": also("ubuntu", { expired: true }),
  },
  broken: {
    "Ubuntu 24.04 cloud image": { ...also("ubuntu"), because: /ubuntu/ },
    guest: { ...also("guest"), because: /guest/ },
    "a test account stays": also("test2"),
    "two people share one login": {
      facts: { accounts: accountList() },
      wanted: { admins: [ada, { ...ada, name: "ben" }] },
      because: /ada and ben share ada/,
      byHand: true,
    },
  },
});
