import { testControl } from "../../../testing/test-control.ts";
import { accountList, anAccount, cloudInitRule, sudoRules } from "../../../testing/example-accounts.ts";
import { sudoAsksPassword } from "./sudo-asks-password.ts";

const accounts = accountList();
const ran = (status: number) => ({ kind: "ordinary-command", status, output: "" }) as const;

testControl(sudoAsksPassword, {
  holds: {
    "Debian 12 as installed": { facts: { accounts, sudoers: sudoRules() }, because: /no NOPASSWD/ },
    "NOPASSWD only leads to another account": {
      facts: {
        accounts,
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, root: false, commands: ["/usr/bin/psql"] }] }),
      },
    },
    "the cloud image's rule is for somebody else than this administrator": {
      facts: {
        accounts,
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "user", name: "debian" }] }] }),
      },
      instance: "account:ada",
    },
  },
  broken: {
    "a cloud image with 90-cloud-init-users": {
      facts: { accounts, sudoers: sudoRules({ rules: [cloudInitRule] }) },
      because: /NOPASSWD for ada: ALL/,
    },
    "a group of ada's is free": {
      facts: {
        accounts: accountList({ groups: [{ name: "ops", gid: 500, members: ["ada"] }] }),
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "group", name: "ops" }] }] }),
      },
      instance: "account:ada",
    },
    "everybody may restart a service without a password": {
      facts: {
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
        accounts: accountList({ accounts: [anAccount({ name: "deploy", uid: 1001 })] }),
        sudoers: sudoRules({ rules: [{ ...cloudInitRule, who: [{ kind: "uid", name: "1001" }] }] }),
      },
      because: /deploy/,
    },
    "switched off by default": {
      facts: { accounts, sudoers: sudoRules({ defaults: [{ bound: "", name: "authenticate", value: false }] }) },
      because: /!authenticate/,
    },
    "switched off for ada": {
      facts: { accounts, sudoers: sudoRules({ defaults: [{ bound: "ada", name: "authenticate", value: false }] }) },
    },
    "a group is exempt": {
      facts: { accounts, sudoers: sudoRules({ defaults: [{ bound: "", name: "exempt_group", value: "sudo" }] }) },
      because: /exempt_group/,
    },
  },
  attempt: {
    instance: "account:ada",
    succeeds: { "sudo runs it": [ran(0)] },
    refused: { "a password is required": [ran(1)] },
  },
});
