import type { Fact, HostWanted, Look } from "@secondlock/model";
import { expect, it } from "vitest";
import { accountList, sudoRules } from "../../../testing/example-accounts.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import {
  type AuditorAccount,
  auditorAccount,
  auditorKeysFile,
  collectorPath,
  confined,
  shut,
} from "../../facts/auditor-account.ts";
import type { Firewall } from "../../facts/firewall-rules.ts";
import type { SshdSettings } from "../../facts/sshd-effective.ts";
import { auditorsRule } from "../../facts/sudo-people.ts";
import { auditorReady, auditorRuled } from "../../states/auditor-ready.ts";
import { declaredFirewall, firewallAsDeclared, firewallForAuditor } from "../../states/firewall-as-declared.ts";
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
  firewall: Firewall = { chains: [] },
): {
  found: AuditorAccount;
  sudoers: ReturnType<typeof sudoRules>;
  accounts: ReturnType<typeof accountList>;
  firewall: Firewall;
} => ({
  ...{ found: { ...ready, ...changes }, sudoers: sudoRules({ rules }), accounts: accountList(), firewall },
});
const sshFor = (...from: readonly string[]): Partial<HostWanted> => ({
  ...wanted,
  ports: [{ port: 22, protocol: "tcp", reason: "administration", from }],
});
const listed = (list: SshdSettings): AuditorAccount["inside"] =>
  Object.fromEntries(auditor.from.map((address) => [address, { ...confined, ...list }]));
const openFile = (path: string, changes: object): AuditorAccount["files"] =>
  ready.files.map((file) => (file.path === path ? { ...file, ...changes } : file));
const missing: AuditorAccount = { files: [], keys: [], inside: {}, outside: {} };

testControl(auditorConfined, {
  holds: {
    "over SSH it runs the collector": { wanted, facts: facts() },
    "it is on the list of those who may log in": {
      wanted,
      facts: facts({ inside: listed({ allowusers: `ada\n${auditor.account}` }) }),
    },
    "no table of ours stands": { wanted: sshFor("192.0.2.1", ...auditor.from), facts: facts() },
    "our table opens SSH for it": {
      wanted: sshFor("192.0.2.1", ...auditor.from),
      facts: facts({}, [mine], declaredFirewall(exampleHost(sshFor("192.0.2.1", ...auditor.from)))),
    },
    "with sudo it runs the collector": { wanted, facts: facts(), instance: "sudo" },
  },
  broken: {
    "Debian 12 as installed": { wanted, facts: { ...facts(), found: missing }, because: /no such account/ },
    "the host was hardened before, and its list is without it": {
      ...{ wanted, because: /from 198\.51\.100\.9 it is not let in/ },
      facts: facts({ inside: listed({ allowusers: "ada\ngrace" }) }),
    },
    "a group is let in that it is not in": {
      ...{ wanted, because: /it is not let in/, facts: facts({ inside: listed({ allowgroups: "ssh-users" }) }) },
    },
    "the host was hardened before, and its firewall is without it": {
      ...{ wanted: sshFor("192.0.2.1", ...auditor.from), because: /firewall does not let it in from 198/ },
      facts: facts({}, [mine], declaredFirewall(exampleHost(sshFor("192.0.2.1")))),
    },
    "the name is that of an account of the system": {
      ...{ wanted, stays: true, because: /is an account of the system/ },
      facts: facts({ account: { shell: "/usr/sbin/nologin", groups: [auditor.account], systems: true } }),
    },
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

it("makes no account of the system into an auditor, and a person is told", () => {
  const host = exampleHost(wanted);
  const taken = { ...ready, account: { shell: "/usr/sbin/nologin", groups: ["www-data"], systems: true } } as const;
  const look: Look = <U>({ id }: Fact<U>) => (id === auditorAccount.id ? (taken as U) : undefined);
  const [account] = auditorReady(host);
  const [rule] = auditorRuled(host);
  expect(account?.bring?.({}, taken, look)).toEqual([]);
  expect(rule?.bring?.({}, sudoRules({}), look)).toEqual([]);
  expect(account?.notes?.(taken)).toEqual([expect.stringMatching(/nothing of it is changed/)]);
  expect(account?.bring?.({}, ready, look)).not.toEqual([]);
});

it("opens the firewall that stands, and makes none where there is none", () => {
  const host = exampleHost(sshFor("192.0.2.1", ...auditor.from));
  const [opened] = firewallForAuditor(host);
  const settings = opened?.settings ?? {};
  expect(opened?.bring?.(settings, { chains: [] })).toEqual([]);
  expect(opened?.bring?.(settings, declaredFirewall(exampleHost(sshFor("192.0.2.1"))))).not.toEqual([]);
  const whole = firewallAsDeclared(host);
  expect(whole.bring).toBe(opened?.bring);
  expect(whole.bring?.({ ...settings, ...whole.settings }, { chains: [] })).not.toEqual([]);
  expect(firewallForAuditor(exampleHost({ ...wanted, portsDeclared: false }))).toEqual([]);
});
