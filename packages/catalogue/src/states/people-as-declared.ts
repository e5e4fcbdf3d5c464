import { type Change, defineState, type HostWanted, type Settings, type State, usualAuditor } from "@secondlock/model";
import { type Account, type AccountList, accounts, canLogIn } from "../facts/accounts.ts";

const shell = "/bin/bash";

/** Every declared administrator has an account that can log in, in the group sudo. Empty where nobody is declared. */
export function administratorsReady({ admins, peopleDeclared }: HostWanted): readonly State<AccountList>[] {
  const names = admins.map(({ account }) => account).filter((name) => name !== "root");
  if (!peopleDeclared || names.length === 0) return [];
  return [
    defineState({
      resource: "accounts:administrators",
      text: `${names.join(", ")}: an account each, in the group sudo`,
      settings: Object.fromEntries(names.map((name) => [name, "administrator"])),
      fact: accounts,
      settle: (list) => names.reduce(withAdministrator, list),
      bring: bringAdministrators,
      costs:
        "A new account has no password, and sudo asks for one: another administrator sets it with `sudo passwd NAME` and hands it over, and its owner changes it with `passwd`.",
    }),
  ];
}

function bringAdministrators(settings: Settings, list: AccountList): readonly Change[] {
  return Object.keys(settings).flatMap((account): readonly Change[] => {
    const found = list.accounts.find(({ name }) => name === account);
    if (!found)
      return mayMake(list) ? [{ kind: "account", account, wanted: { make: "person", shell, into: ["sudo"] } }] : [];
    if (!isPerson(found)) return [];
    const wanted = {
      ...(canLogIn(found) ? {} : { shell }),
      ...(inSudo(list, found) ? {} : { into: ["sudo"] }),
    };
    return Object.keys(wanted).length === 0 ? [] : [{ kind: "account", account, wanted }];
  });
}

/** What a directory such as LDAP may know is not made a second time. */
function mayMake({ directories }: AccountList): boolean {
  return directories.length === 0;
}

/** An account of the system is never made a person's, whatever the service file calls it. */
function isPerson({ uid }: Account): boolean {
  return uid >= 1000 && uid !== 65_534;
}

function inSudo({ groups }: AccountList, { name, gid }: Account): boolean {
  const sudo = groups.find((group) => group.name === "sudo");
  return sudo !== undefined && (sudo.members.includes(name) || sudo.gid === gid);
}

function withAdministrator(list: AccountList, name: string): AccountList {
  const found = list.accounts.find((one) => one.name === name);
  if (found ? !isPerson(found) : !mayMake(list)) return list;
  const ready = found ? { ...found, shell: canLogIn(found) ? found.shell : shell } : newAccount(list, name);
  const others = found ? list.groups : [...list.groups, { name, gid: ready.gid, members: [] }];
  const groups = others.some((group) => group.name === "sudo")
    ? others
    : [...others, { name: "sudo", gid: 27, members: [] }];
  return {
    ...list,
    accounts: found ? list.accounts.map((one) => (one === found ? ready : one)) : [...list.accounts, ready],
    groups: groups.map((group) =>
      group.name === "sudo" && !inSudo(list, ready) ? { ...group, members: [...group.members, name] } : group,
    ),
  };
}

/** As useradd of Debian makes it: the next free number, a group of its own, no password. */
function newAccount({ accounts: all, groups }: AccountList, name: string): Account {
  const taken = [...all.map(({ uid }) => uid), ...groups.map(({ gid }) => gid)].filter(
    (id) => id >= 1000 && id < 60_000,
  );
  const uid = Math.max(999, ...taken) + 1;
  const home = `/home/${name}`;
  return { name, uid, gid: uid, home, shell, password: "locked", scheme: "", inPasswd: false, age: 0, expired: false };
}

/**
 * A login that nobody declared is locked and expired, and leaves the group sudo; nothing is deleted. Never the login that
 * this is done with, nor the accounts of the application and of the attempts. Empty where nobody is declared.
 */
export function leaversClosed({
  admins,
  peopleDeclared,
  ssh,
  application,
  throwaway,
  auditor,
}: HostWanted): readonly State<AccountList>[] {
  if (!peopleDeclared || admins.length === 0) return [];
  const names = admins.map(({ account }) => account);
  const kept = [ssh?.user, application?.user, throwaway?.account, auditor?.account].filter(
    (name) => name !== undefined,
  );
  const settings = Object.fromEntries([...names, ...kept].map((name) => [name, "kept"]));
  const undeclared = ssh && ssh.user !== "root" && !names.includes(ssh.user) ? ssh.user : undefined;
  return [
    defineState({
      resource: "accounts:leavers",
      text: `lock and expire every login that nobody declared, and take it out of sudo; its files stay${
        undeclared === undefined ? "" : `; ${undeclared} is declared by nobody and kept, for you log in with it`
      }`,
      settings: { ...settings, "everybody else": "closed" },
      fact: accounts,
      settle: (list) => {
        const closed = leavers(settings, list);
        const closedNames = new Set(closed.map(({ name }) => name));
        return {
          ...list,
          accounts: list.accounts.map((one) =>
            closed.includes(one) ? { ...one, password: "locked" as const, expired: true } : one,
          ),
          groups: list.groups.map((group) =>
            group.name === "sudo"
              ? { ...group, members: group.members.filter((name) => !closedNames.has(name)) }
              : group,
          ),
        };
      },
      bring: bringLeavers,
      costs:
        "An account that nobody declared opens again only once it is declared, and after `usermod --expiredate '' NAME`.",
      costsNow: (list) => {
        const closing = open(settings, list).map(({ name }) => name);
        return closing.length === 0 ? [] : [`These accounts can log in no more: ${closing.join(", ")}.`];
      },
      risk: "Cron jobs of such an account stop, for cron asks whether it has expired; services that systemd starts under it go on.",
    }),
  ];
}

function bringLeavers(settings: Settings, list: AccountList): readonly Change[] {
  const sudo = sudoMembers(list);
  return open(settings, list).map(({ name }): Change => ({
    kind: "account",
    account: name,
    wanted: { password: "locked", expired: true, ...(sudo.includes(name) ? { outOf: ["sudo"] } : {}) },
  }));
}

function open(settings: Settings, list: AccountList): readonly Account[] {
  const sudo = sudoMembers(list);
  return leavers(settings, list).filter((one) => !one.expired || one.password !== "locked" || sudo.includes(one.name));
}

function sudoMembers({ groups }: AccountList): readonly string[] {
  return groups.find(({ name }) => name === "sudo")?.members ?? [];
}

/** An auditor that is declared no more is a leaver too. */
function leavers(kept: Settings, list: AccountList): readonly Account[] {
  return list.accounts.filter(
    (one) =>
      (isPerson(one) || one.name === usualAuditor) &&
      !Object.hasOwn(kept, one.name) &&
      (canLogIn(one) || inSudo(list, one)),
  );
}
