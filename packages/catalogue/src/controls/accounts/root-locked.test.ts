import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { rootLocked } from "./root-locked.ts";

const root = (password: "set" | "empty") => ({
  facts: { accounts: accountList({ accounts: [anAccount({ name: "root", uid: 0, gid: 0, password })] }) },
});

testControl(rootLocked, {
  holds: {
    "Debian 12 as installed without a root password; Ubuntu always": {
      facts: { accounts: accountList() },
      because: /locked/,
    },
  },
  broken: {
    "Debian 12 as installed with a root password": { ...root("set"), because: /has a password/ },
    "an empty password": { ...root("empty"), because: /empty/ },
    "an empty password is no recovery": { ...root("empty"), wanted: { allow: ["console-recovery"] } },
  },
});

it("a password for the console, declared, is no fault, and locks nothing either", () => {
  const wanted = exampleHost({ allow: ["console-recovery"] });
  expect(rootLocked.verdict(root("set").facts, wanted, theHost)).toMatchObject({
    inside: "not applicable",
    because: expect.stringMatching(/declared/),
  });
});
