import { type AccountList, membersOf } from "./accounts.ts";
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

export interface Grant {
  readonly person: string;
  readonly rule: SudoRule;
}

/** Everybody but root whom the rules let become root, by any command. */
export function grants(sudoers: Sudoers, list: AccountList): readonly Grant[] {
  return sudoers.rules
    .filter(({ root }) => root)
    .flatMap((rule) =>
      peopleOf(rule, list)
        .filter((person) => person !== "root")
        .map((person) => ({ person, rule })),
    );
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
