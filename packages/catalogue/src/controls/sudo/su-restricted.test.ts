import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
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

// by hand: nobody knows whether such a line is meant, so no fix takes it out
it("is broken when another module lets everybody in before the group is asked for", () => {
  const asked = su("auth required pam_wheel.so use_uid group=no-su");
  const opened = { type: "auth", quiet: false, control: "sufficient", module: "pam_permit.so", args: [] } as const;
  const stack = { ...asked, files: { ...asked.files, su: [opened, ...(asked.files["su"] ?? [])] } };
  expect(suRestricted.verdict({ accounts, pam: stack }, exampleHost(), theHost)).toMatchObject({
    inside: "broken",
    because: expect.stringContaining("pam_permit.so can let in"),
  });
});
