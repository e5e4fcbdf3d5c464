import { type AuditorWanted, type Change, defineState, type HostWanted, ownFile, type State } from "@secondlock/model";
import {
  type AuditorAccount,
  auditorAccount,
  auditorCommand,
  auditorKeysFile,
  auditorShell,
  auditorSshdFile,
  auditorSudoersFile,
  collectorPath,
  confined,
  shut,
} from "../facts/auditor-account.ts";
import { blobOf } from "../facts/authorized-keys.ts";
import type { SshdSettings } from "../facts/sshd-effective.ts";
import { type Sudoers, sudoers } from "../facts/sudoers.ts";
import { auditorsRule, isAuditorsRule } from "../facts/sudo-people.ts";
import { managedFile } from "./managed-file.ts";

/** An account that sshd lets in from its addresses only, to run the collector. Empty where no auditor is declared. */
export function auditorReady({ auditor }: HostWanted): readonly State<AuditorAccount>[] {
  if (auditor?.collector === undefined) return [];
  const { account, collector, from, keys } = auditor;
  return [
    defineState({
      resource: `account:${account}`,
      text: `${account}: an account that logs in from ${from.join(", ")} only, and runs ${collectorPath} whatever it asks for`,
      settings: { keys: keys.join("\n"), from: from.join(" "), collector: collector.digest },
      fact: auditorAccount,
      settle: (found) => (found.account?.systems ? found : settled(auditor, collector.digest)),
      bring: (_settings, found) => (found.account?.systems ? [] : changesOf(auditor, collector.text)),
      notes: (found) =>
        found.account?.systems
          ? [
              `${account} is an account of the system, so nothing of it is changed. Name another account under auditor: account:, or none: it is then secondlock-auditor.`,
            ]
          : [],
      costs: `Whoever holds the key of ${account} and comes from ${from.join(" or ")} reads what an audit reads of this host: its weak places, no secret.`,
    }),
  ];
}

function changesOf({ account, from, keys }: AuditorWanted, collector: string): readonly Change[] {
  const options = `restrict,from="${from.join(",")}",command="${auditorCommand}"`;
  return [
    { kind: "account", account, wanted: { make: "service", shell: auditorShell, password: "locked" } },
    ownFile(collectorPath, collector, { mode: 0o700, owner: "root", group: "root" }),
    managedFile(
      auditorKeysFile(account),
      "the auditor's key, which opens from the declared addresses only.",
      keys.map((line) => `${options} ${line}`),
      { mode: 0o644, owner: "root", group: "root" },
    ),
    managedFile(
      auditorSshdFile,
      "the auditor runs one program, from the declared addresses only.",
      sshdLines(account, from),
      {
        mode: 0o600,
        reload: "ssh",
      },
    ),
  ];
}

/** The addresses stand in for the second factor of a program, and the one command bounds what it gets (D09). */
function sshdLines(account: string, from: readonly string[]): readonly string[] {
  const elsewhere = ["*", ...from.map((one) => `!${one}`)].join(",");
  return [
    ...[`Match User ${account} Address ${from.join(",")}`, ...indented({ ...confined, ...admitted(account) })],
    ...[`Match User ${account} Address ${elsewhere}`, ...indented(shut)],
  ];
}

/** In this block the lists are about this account alone: on a host that is hardened already it is let in beside the people. */
function admitted(account: string): SshdSettings {
  return { allowusers: account, allowgroups: account };
}

function indented(settings: SshdSettings): readonly string[] {
  return Object.entries(settings).map(([keyword, value]) => `  ${keyword} ${value}`);
}

function settled({ account, from, keys }: AuditorWanted, digest: string): AuditorAccount {
  const owned = { owner: "root", group: "root" };
  return {
    account: { shell: auditorShell, groups: [account] },
    files: [
      { path: collectorPath, mode: 0o700, ...owned },
      { path: auditorKeysFile(account), mode: 0o644, ...owned },
    ],
    digest,
    keys: keys.map(blobOf),
    inside: Object.fromEntries(from.map((address) => [address, { ...confined, ...admitted(account) }])),
    outside: shut,
  };
}

/** sudo lets the auditor run the collector without a password, without an argument, and nothing else. */
export function auditorRuled({ auditor }: HostWanted): readonly State<Sudoers>[] {
  if (auditor === undefined) return [];
  const { account } = auditor;
  return [
    defineState({
      resource: `file:${auditorSudoersFile}`,
      text: `sudo runs ${collectorPath} for ${account} without a password, and nothing else`,
      settings: { account },
      fact: sudoers,
      settle: (value) => ({
        ...value,
        rules: [...value.rules.filter((rule) => !isAuditorsRule(rule, auditor)), auditorsRule(auditor)],
        files: [...value.files.filter((path) => path !== auditorSudoersFile), auditorSudoersFile],
      }),
      bring: (_settings, _value, look) =>
        look?.(auditorAccount)?.account?.systems
          ? []
          : [
              managedFile(
                auditorSudoersFile,
                "the auditor runs the collector, and nothing else.",
                [`Defaults:${account} !requiretty`, `${account} ALL=(root) NOPASSWD: ${collectorPath} ""`],
                { mode: 0o440, owner: "root", group: "root" },
              ),
            ],
    }),
  ];
}
