import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordHashStored } from "./password-hash-stored.ts";

const stored = (scheme: string, changes: Partial<Parameters<typeof anAccount>[0]> = {}) => ({
  facts: { accounts: accountList({ accounts: [anAccount({ name: "ada", scheme, ...changes })] }) },
});

testControl(passwordHashStored, {
  holds: {
    "Debian 12 as installed": stored("y"),
    "sha512 of Debian 10": stored("6"),
    bcrypt: stored("2b"),
    "a lock that is no hash": stored("other", { password: "locked" }),
  },
  broken: {
    "md5crypt from 2007": { ...stored("1"), because: /ada \(MD5\)/ },
    DES: { ...stored("des"), because: /DES/ },
    "locked, but unlocked again with one command": stored("1", { password: "locked" }),
    "nobody knows what it is": { ...stored("other"), because: /nobody knows/ },
    "without shadow": { ...stored("y", { inPasswd: true }), because: /everybody reads/ },
  },
});
