import { accountList, sudoRules } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { type AuditorAccount, auditorKeysFile, collectorPath, confined, shut } from "../../facts/auditor-account.ts";
import { auditorsRule } from "../../facts/sudo-people.ts";
import { auditorConfined } from "./auditor-confined.ts";

const auditor = {
  account: "secondlock-auditor",
  keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ci"],
  from: ["198.51.100.9", "2001:db8::9"],
  keyHome: "ci",
  collector: { text: "#!/bin/sh\n", digest: "d".repeat(64) },
} as const;
const wanted = { auditor };
const root = { owner: "root", group: "root" };

const ready: AuditorAccount = {
  account: { shell: "/bin/sh", groups: [auditor.account] },
  files: [
    { path: collectorPath, mode: 0o700, ...root },
    { path: "/usr/local/lib/secondlock", mode: 0o755, ...root },
    { path: "/usr/local/lib", mode: 0o755, ...root },
    { path: auditorKeysFile(auditor.account), mode: 0o644, ...root },
    { path: "/etc/ssh/secondlock-keys", mode: 0o755, ...root },
  ],
  digest: auditor.collector.digest,
  keys: ["AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"],
  inside: { "198.51.100.9": { port: "22", ...confined }, "2001:db8::9": { port: "22", ...confined } },
  outside: { port: "22", ...shut },
};
const mine = auditorsRule(auditor);
const facts = (
  changes: Partial<AuditorAccount> = {},
  rules: readonly (typeof mine)[] = [mine],
): { found: AuditorAccount; sudoers: ReturnType<typeof sudoRules>; accounts: ReturnType<typeof accountList> } => ({
  ...{ found: { ...ready, ...changes }, sudoers: sudoRules({ rules }), accounts: accountList() },
});
const openFile = (path: string, changes: object): AuditorAccount["files"] =>
  ready.files.map((file) => (file.path === path ? { ...file, ...changes } : file));
const missing: AuditorAccount = { files: [], keys: [], inside: {}, outside: {} };

testControl(auditorConfined, {
  holds: {
    "over SSH it runs the collector": { wanted, facts: facts() },
    "with sudo it runs the collector": { wanted, facts: facts(), instance: "sudo" },
  },
  broken: {
    "Debian 12 as installed": { wanted, facts: { ...facts(), found: missing }, because: /no such account/ },
    "it is in a group with rights": {
      ...{ wanted, because: /also in docker/ },
      facts: facts({ account: { shell: "/bin/sh", groups: [auditor.account, "docker"] } }),
    },
    "a second key opens it": { wanted, facts: facts({ keys: [...ready.keys, "BBBB"] }), because: /does not name/ },
    "its key is gone": { wanted, facts: facts({ keys: [] }), because: /does not open/ },
    "others can write to its key file": {
      ...{ wanted, because: /can write to .*secondlock-keys/ },
      facts: facts({ files: openFile("/etc/ssh/secondlock-keys", { mode: 0o777 }) }),
    },
    "a Match block of somebody else's gives it a terminal": {
      ...{ wanted, because: /from 2001:db8::9 it gets more/ },
      facts: facts({ inside: { ...ready.inside, "2001:db8::9": { ...confined, permittty: "yes" } } }),
    },
    "its key opens from anywhere": {
      ...{ wanted, because: /addresses that the service file does not name/ },
      facts: facts({ outside: { ...shut, authorizedkeysfile: ".ssh/authorized_keys" } }),
    },
    "sudo lets it run a shell": {
      ...{ wanted, because: /also lets it run \/bin\/sh/, instance: "sudo", byHand: true },
      facts: facts({}, [mine, { ...mine, commands: ["/bin/sh"] }]),
    },
    "sudo lets it hand arguments over": {
      ...{ wanted, because: /also lets it run/, instance: "sudo", byHand: true },
      facts: facts({}, [{ ...mine, commands: [collectorPath] }]),
    },
    "sudo has no rule": { wanted, facts: facts({}, []), instance: "sudo", because: /no rule/ },
    "the collector is another program": {
      ...{ wanted, because: /not the one of this service file/, instance: "sudo" },
      facts: facts({ digest: "e".repeat(64) }),
    },
    "the account can write to the collector": {
      ...{ wanted, because: /can write to .*collect/, instance: "sudo" },
      facts: facts({ files: openFile(collectorPath, { owner: auditor.account }) }),
    },
  },
  notApplicable: { "nobody is declared": {} },
});
