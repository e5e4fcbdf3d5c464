import { accountList, pam } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { suRestricted } from "./su-restricted.ts";

const su = (line: string) => {
  const stock = pam();
  const [type = "auth", control = "", module = "", ...args] = line.split(" ");
  const entry = { type: type as "auth", quiet: false, control, module, args };
  return {
    ...stock,
    files: {
      ...stock.files,
      su: [...(stock.files["su"] ?? []).slice(0, 1), entry, ...(stock.files["su"] ?? []).slice(1)],
    },
  };
};
const accounts = accountList({ groups: [{ name: "no-su", gid: 900, members: [] }] });

testControl(suRestricted, {
  holds: {
    "an empty group is asked for": {
      facts: { accounts, pam: su("auth required pam_wheel.so use_uid group=no-su") },
      because: /has none/,
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { accounts, pam: pam() }, because: /does not ask/ },
    "the group has members": {
      facts: {
        accounts: accountList({ groups: [{ name: "no-su", gid: 900, members: ["ada"] }] }),
        pam: su("auth required pam_wheel.so group=no-su"),
      },
      because: /ada/,
    },
    "members need no password at all": {
      facts: { accounts, pam: su("auth sufficient pam_wheel.so trust group=no-su") },
    },
    "only members of a group are kept out": {
      facts: { accounts, pam: su("auth required pam_wheel.so deny group=no-su") },
    },
  },
});
