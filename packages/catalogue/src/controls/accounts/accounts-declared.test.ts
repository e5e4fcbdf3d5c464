import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { accountsDeclared } from "./accounts-declared.ts";

const eve = (changes = {}) => ({
  facts: { accounts: accountList({ accounts: [anAccount({ name: "eve", uid: 1001, ...changes })] }) },
});

testControl(accountsDeclared, {
  holds: {
    "Debian 12 as installed, with ada": { facts: { accounts: accountList() } },
    "the application's own account": {
      ...eve(),
      wanted: { application: { user: "eve", directory: "/srv", config: [], tlsKeys: [] } },
    },
    "a former colleague, closed": eve({ expired: true }),
    "an account without a shell": eve({ shell: "/usr/sbin/nologin" }),
  },
  broken: {
    "a former colleague": { ...eve(), because: /eve/ },
    "no shell in /etc/passwd means /bin/sh": eve({ shell: "/bin/sh" }),
    "locked, but a key still opens it": eve({ password: "locked" }),
  },
  notApplicable: { "no people in the service file": { peopleDeclared: false, admins: [] } },
});
