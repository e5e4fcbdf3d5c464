import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { systemAccountsNoLogin } from "./system-accounts-no-login.ts";

const service = (name: string, changes = {}) => ({
  facts: {
    accounts: accountList({ accounts: [anAccount({ name, uid: 110, password: "locked", scheme: "", ...changes })] }),
  },
});

testControl(systemAccountsNoLogin, {
  holds: {
    "Debian 12 as installed, sync included": { facts: { accounts: accountList() } },
    "postgres as its package makes it": service("postgres"),
  },
  broken: {
    "www-data got a shell once": { ...service("www-data", { uid: 33 }), because: /www-data \(\/bin\/bash\)/ },
    "a service with a password": {
      ...service("backup", { password: "set", shell: "/usr/sbin/nologin" }),
      because: /password: backup/,
    },
    "postgres with a password": service("postgres", { password: "set" }),
    "nobody with a shell": service("nobody", { uid: 65_534 }),
  },
});
