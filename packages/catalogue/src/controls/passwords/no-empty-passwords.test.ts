import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { noEmptyPasswords } from "./no-empty-passwords.ts";

testControl(noEmptyPasswords, {
  holds: { "Debian 12 as installed": { facts: { accounts: accountList() } } },
  broken: {
    'useradd -p "$(mkpasswd ...)" where mkpasswd is missing': {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "ada", password: "empty", scheme: "" })] }) },
      because: /empty password: ada/,
    },
    "the field in /etc/passwd is empty": {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "old", password: "empty", inPasswd: true })] }) },
      because: /old/,
    },
    "also an account without a shell": {
      facts: {
        accounts: accountList({
          accounts: [anAccount({ name: "mail", shell: "/usr/sbin/nologin", password: "empty" })],
        }),
      },
    },
  },
});
