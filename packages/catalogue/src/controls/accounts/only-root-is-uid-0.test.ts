import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { onlyRootIsUid0 } from "./only-root-is-uid-0.ts";

testControl(onlyRootIsUid0, {
  holds: { "Debian 12 as installed": { facts: { accounts: accountList() } } },
  broken: {
    "a second root": {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "toor", uid: 0 })] }) },
      because: /toor/,
    },
  },
});
