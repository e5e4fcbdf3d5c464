import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordAgingNone } from "./password-aging-none.ts";

const max = (maxDays: number, shell = "/bin/bash") => ({
  facts: { accounts: accountList({ accounts: [anAccount({ name: "ada", maxDays, shell })] }) },
});

testControl(passwordAgingNone, {
  holds: {
    "Debian 12 as installed": { facts: { accounts: accountList() } },
    "once a year, as CIS wants it": max(365),
    "an account that nobody logs in with": max(90, "/usr/sbin/nologin"),
  },
  broken: { "every quarter": { ...max(90), because: /ada every 90 days/ } },
});
