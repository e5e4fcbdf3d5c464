import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import type { Account } from "../../facts/accounts.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { rootLocked } from "./root-locked.ts";

const root = (password: "set" | "empty", ada: Partial<Account> = {}) => ({
  facts: {
    accounts: accountList({
      accounts: [anAccount({ name: "root", uid: 0, gid: 0, password }), anAccount({ name: "ada", ...ada })],
    }),
  },
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

it.each([
  ["an administrator with a password", root("set"), ["locked"]],
  ["none with a password", root("set", { password: "locked" }), []],
  ["none whose account is open", root("set", { expired: true }), []],
  ["a twin of root alone", root("set", { uid: 0 }), []],
])("on a host with %s", (_name, { facts }, brings) => {
  const [fix] = rootLocked.fix(exampleHost());
  if (fix === undefined || !("bring" in fix) || fix.bring === undefined) throw new Error("there is a state");
  const changes = fix.bring(fix.settings, facts.accounts);
  expect(changes.map((one) => (one.kind === "account" ? one.wanted.password : one.kind))).toEqual(brings);
  expect(fix.notes?.(facts.accounts) ?? []).toHaveLength(brings.length === 0 ? 1 : 0);
  if (brings.length === 0) expect(fix.settle(facts.accounts)).toEqual(facts.accounts);
});

it("a password for the console, declared, is no fault, and locks nothing either", () => {
  const wanted = exampleHost({ allow: ["console-recovery"] });
  expect(rootLocked.verdict(root("set").facts, wanted, theHost)).toMatchObject({
    inside: "not applicable",
    because: expect.stringMatching(/declared/),
  });
});
