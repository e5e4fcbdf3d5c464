import { defineWays, type Domain, type HostWanted, type LockWanted, type PersonWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { type Login, loginsOf, personTitle } from "./declared.ts";
import { lockOf, notSeenYet } from "./lock.ts";

/** Where the second factor is not declared to live, it is taken to live beside the key. */
function secondFactor(person: PersonWanted): Domain {
  return `custody:${person.secondFactorHome ?? person.keyHome}`;
}

/** The locks of one login, key first. Shared with the ways that come through it. */
export function loginLocks({ person, account }: Login, host: HostWanted): readonly LockWanted[] {
  const instance = `account:${account}`;
  return [
    lockOf("ssh-no-password-login", host.id, { instance, domains: [`custody:${person.keyHome}`] }),
    notSeenYet(
      "key-passphrase",
      `the key of ${personTitle(person)} opens only with a passphrase`,
      ["read", "change"],
      `person:${person.name}`,
      `credential:passphrase-${person.name}`,
    ),
    lockOf("ssh-second-factor", host.id, { instance, domains: [secondFactor(person)] }),
  ];
}

/** Whoever comes in as root needs no sudo. The password of an account that several share is as good as each one's own. */
function sudoLock({ person, account }: Login, host: HostWanted): readonly LockWanted[] {
  if (account === "root" && host.ssh !== undefined) return [];
  const domains = [`credential:password-${person.name}`, `person:${person.name}`] as const;
  return [lockOf("sudo-asks-password", host.id, { instance: `account:${account}`, domains })];
}

export const sshLogin = defineWays({
  id: "ssh-login",
  title: "Login with an administrator's key",
  covers: ["R007", "R009", "R012", "R022", "R032"],
  ways: ({ hosts }) =>
    hosts.flatMap((host) =>
      loginsOf(host).map((login) => ({
        id: `ssh-login:${login.id}@${host.id}`,
        title: `login as ${login.title} on ${host.id}`,
        asset: rootOf(host),
        harm: "change",
        locks: [...loginLocks(login, host), ...sudoLock(login, host)],
      })),
    ),
});
