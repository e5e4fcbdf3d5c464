import type { AuditorWanted, HostWanted } from "@secondlock/model";
import { type AccountList, membersOf } from "./accounts.ts";
import { collectorPath } from "./auditor-account.ts";
import { givesAll } from "./sudo-commands.ts";
import { defaultValues, type Grantee, type Sudoers, type SudoRule } from "./sudoers.ts";

/** Names of the accounts that a rule is for; what cannot be resolved from files (netgroups, unknown ids) stays as written. */
export function peopleOf({ who, except }: SudoRule, list: AccountList): readonly string[] {
  const out = new Set(except.flatMap((one) => namesOf(one, list)));
  return [...new Set(who.flatMap((one) => namesOf(one, list)))].filter((name) => !out.has(name));
}

function namesOf({ kind, name }: Grantee, list: AccountList): readonly string[] {
  if (kind === "user" && name === "ALL") return ["everybody"];
  if (kind === "user") return [name];
  if (kind === "group") return membersOf(list, name);
  if (kind === "uid") return list.accounts.filter(({ uid }) => uid === Number(name)).map((one) => one.name);
  if (kind === "gid")
    return list.groups.filter(({ gid }) => gid === Number(name)).flatMap((group) => membersOf(list, group.name));
  return [`+${name}`];
}

/** Whether a rule leads to root, by whatever name or number, and not only to another account. */
export function leadsToRoot({ runAs }: SudoRule, list: AccountList): boolean {
  const rootNames = new Set([
    "ALL",
    "root",
    "#0",
    ...list.accounts.filter(({ uid }) => uid === 0).map((one) => one.name),
  ]);
  return (
    runAs.length === 0 ||
    runAs.some(({ kind, name }) => {
      if (kind === "user") return rootNames.has(name);
      if (kind === "uid") return Number(name) === 0;
      // a netgroup cannot be looked into
      return kind === "other" || namesOf({ kind, name }, list).some((one) => rootNames.has(one));
    })
  );
}

/** The rule of the declared auditor: one program that only root can change, and no argument. */
export function auditorsRule({ account }: AuditorWanted): SudoRule {
  return {
    who: [{ kind: "user", name: account }],
    except: [],
    runAs: [{ kind: "user", name: "root" }],
    commands: [`${collectorPath} ""`],
    asks: false,
  };
}

export function isAuditorsRule(rule: SudoRule, auditor: AuditorWanted | undefined): boolean {
  return auditor !== undefined && JSON.stringify(rule) === JSON.stringify(auditorsRule(auditor));
}

/** The rules but the auditor's own, which a control of its own looks at. */
export function besideAuditor(sudoers: Sudoers, { auditor }: HostWanted): Sudoers {
  return { ...sudoers, rules: sudoers.rules.filter((rule) => !isAuditorsRule(rule, auditor)) };
}

/** What an account may run with sudo, as anybody. */
export function commandsOf(sudoers: Sudoers, list: AccountList, account: string): readonly string[] {
  return sudoers.rules
    .filter((rule) => peopleOf(rule, list).some((person) => person === account || person === "everybody"))
    .flatMap(({ commands }) => commands);
}

export interface Grant {
  readonly person: string;
  readonly rule: SudoRule;
}

/** Everybody but root whom the rules let become root, by any command. */
export function grants(sudoers: Sudoers, list: AccountList): readonly Grant[] {
  return sudoers.rules
    .filter((rule) => leadsToRoot(rule, list))
    .flatMap((rule) =>
      peopleOf(rule, list)
        .filter((person) => person !== "root")
        .map((person) => ({ person, rule })),
    );
}

/** What somebody may run as root without being declared: `all` is a command that makes whoever runs it all of root. */
export interface StrangersCommand {
  readonly person: string;
  readonly command: string;
  readonly all: boolean;
}

export function strangersCommands(
  sudoers: Sudoers,
  list: AccountList,
  declared: ReadonlySet<string>,
): readonly StrangersCommand[] {
  return grants(sudoers, list)
    .filter(({ person }) => !declared.has(person))
    .flatMap(({ person, rule }) => rule.commands.map((command) => ({ person, command, all: givesAll(command) })));
}

/** Those who may run every command as root. */
export function fullSudoers(sudoers: Sudoers, list: AccountList): readonly string[] {
  return [
    ...new Set(
      grants(sudoers, list)
        .filter(({ rule }) => rule.commands.includes("ALL"))
        .map(({ person }) => person),
    ),
  ];
}

/** Why somebody becomes root without a password: a default, or each rule that says so. `person` absent: for anybody. */
export function withoutPassword(sudoers: Sudoers, list: AccountList, person?: string): readonly string[] {
  if (defaultValues(sudoers, "authenticate").includes(false)) return ["Defaults !authenticate"];
  if (defaultValues(sudoers, "exempt_group").some((group) => group !== false)) {
    return ["Defaults exempt_group lets a group in without a password"];
  }
  return grants(sudoers, list)
    .filter((grant) => person === undefined || grant.person === person || grant.person === "everybody")
    .filter(({ rule }) => rule.asks === false)
    .map((grant) => `NOPASSWD for ${grant.person}: ${grant.rule.commands.join(", ")}`);
}
