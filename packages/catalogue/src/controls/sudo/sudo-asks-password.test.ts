import { describe, expect, it } from "vitest";
import { testControl } from "../../../testing/test-control.ts";
import { accountList, anAccount, cloudInitRule, pam as pamOf, sudoRules } from "../../../testing/example-accounts.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { sudoAsksPassword } from "./sudo-asks-password.ts";

const accounts = accountList();
const pam = pamOf();
const ran = (status: number) => ({ kind: "ordinary-command", status, output: "" }) as const;

testControl(sudoAsksPassword, {
  holds: {
    "Debian 12 as installed": { facts: { accounts, pam, sudoers: sudoRules() }, because: /no NOPASSWD/ },
    "NOPASSWD only leads to another account": {
      facts: {
        pam,
        accounts,
        sudoers: sudoRules({
          rules: [{ ...cloudInitRule, runAs: [{ kind: "user", name: "postgres" }], commands: ["/usr/bin/psql"] }],
        }),
      },
    },
    "the cloud image's rule is for somebody else than this administrator": {
      facts: {
        pam,
        accounts,
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "user", name: "debian" }] }] }),
      },
      instance: "account:ada",
    },
  },
  broken: {
    "a cloud image with 90-cloud-init-users": {
      facts: { accounts, pam, sudoers: sudoRules({ rules: [cloudInitRule] }) },
      because: /NOPASSWD for ada: ALL/,
    },
    "a group of ada's is free": {
      facts: {
        pam,
        accounts: accountList({ groups: [{ name: "ops", gid: 500, members: ["ada"] }] }),
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "group", name: "ops" }] }] }),
      },
      instance: "account:ada",
    },
    "everybody may restart a service without a password": {
      facts: {
        pam,
        accounts,
        sudoers: sudoRules({
          rules: [
            { ...cloudInitRule, who: [{ kind: "user", name: "ALL" }], commands: ["/bin/systemctl restart shop"] },
          ],
        }),
      },
      instance: "account:ada",
      because: /everybody/,
    },
    "a deployment account that nobody declared": {
      facts: {
        pam,
        accounts: accountList({ accounts: [anAccount({ name: "deploy", uid: 1001 })] }),
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "uid", name: "1001" }] }] }),
      },
      because: /deploy/,
    },
    "switched off by default": {
      facts: { accounts, pam, sudoers: sudoRules({ defaults: [{ bound: "", name: "authenticate", value: false }] }) },
      because: /!authenticate/,
    },
    "switched off for ada": {
      facts: {
        accounts,
        pam,
        sudoers: sudoRules({ defaults: [{ bound: "ada", name: "authenticate", value: false }] }),
      },
    },
    "PAM lets everybody in by sudo -i": {
      facts: {
        accounts,
        sudoers: sudoRules(),
        pam: pamOf({ more: "sudo-i auth sufficient pam_permit.so\nsudo-i @include common-auth" }),
      },
      because: /\/etc\/pam\.d\/sudo-i: sufficient pam_permit\.so/,
    },
    "a group is exempt": {
      facts: { accounts, pam, sudoers: sudoRules({ defaults: [{ bound: "", name: "exempt_group", value: "sudo" }] }) },
      because: /exempt_group/,
    },
  },
  attempt: {
    instance: "account:ada",
    succeeds: { "sudo runs it": [ran(0)] },
    refused: { "a password is required": [ran(1)] },
  },
});

// outside of the table, for no state takes an administrator out of a group: the team has to find another way to its containers first
describe("groups that make sudo needless", () => {
  const inGroup = (group: string, ...members: readonly string[]) =>
    accountList({ groups: [{ name: group, gid: 990, members }] });
  const verdictOf = (list: ReturnType<typeof accountList>, instance: string, allow: readonly string[] = []) =>
    sudoAsksPassword.verdict({ accounts: list, pam, sudoers: sudoRules() }, exampleHost({ allow }), {
      id: instance,
      title: instance,
    });

  it.each(["docker", "lxd", "disk", "shadow"])("%s", (group) => {
    for (const instance of ["host", "account:ada"]) {
      expect(verdictOf(inGroup(group, "ada"), instance)).toMatchObject({
        inside: "broken",
        because: `ada is in ${group}, which is root without sudo`,
      });
    }
  });

  it("docker that is allowed is as much root as any", () => {
    expect(verdictOf(inGroup("docker", "ada"), "account:ada", ["docker"])).toMatchObject({ inside: "broken" });
  });

  it("somebody whom nobody declared, but who may use sudo", () => {
    const list = accountList({
      accounts: [anAccount({ name: "eve", uid: 1001 })],
      groups: [
        { name: "sudo", gid: 27, members: ["ada", "eve"] },
        { name: "lxd", gid: 101, members: ["eve"] },
      ],
    });
    expect(verdictOf(list, "host")).toMatchObject({
      inside: "broken",
      because: expect.stringMatching(/^eve is in lxd/),
    });
    expect(verdictOf(list, "account:ada")).toMatchObject({ inside: "holds" });
  });

  it("another account's group is no matter of this administrator, nor of sudo", () => {
    expect(verdictOf(inGroup("docker", "application"), "account:ada")).toMatchObject({ inside: "holds" });
    expect(verdictOf(inGroup("docker", "application"), "host")).toMatchObject({ inside: "holds" });
  });
});
