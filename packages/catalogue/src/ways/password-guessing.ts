import { defineWays, type Domain, type HostWanted, type LockWanted, type WayWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { loginsOf } from "./declared.ts";
import { begins, lockOf } from "./lock.ts";

/** Passwords reach the system by two doors of SSH; each is a way of its own, for the weaker one decides. */
const doors = [
  { id: "password", control: "ssh-no-password-login", title: "as a password" },
  { id: "keyboard-interactive", control: "ssh-no-keyboard-interactive", title: "as an answer to a question" },
] as const;

function byPassword(host: HostWanted): readonly WayWanted[] {
  return loginsOf(host).flatMap(({ person, account, id, title }) => {
    const instance = `account:${account}`;
    const password: Domain = `credential:password-${person.name}`;
    const after: readonly LockWanted[] = [
      lockOf("ssh-key-required", host.id, { instance, domains: [`custody:${person.keyHome}`] }),
      lockOf("ssh-second-factor", host.id, {
        instance,
        domains: [`custody:${person.secondFactorHome ?? person.keyHome}`],
      }),
    ];
    return doors.map((door) => ({
      id: `password-guessing:${id}@${host.id}/${door.id}`,
      title: `the password of ${title} on ${host.id}, ${door.title}`,
      asset: rootOf(host),
      harm: "change" as const,
      locks: [
        begins("the password is guessed", password),
        lockOf("password-quality", host.id, { domains: [password] }),
        lockOf("login-lockout", host.id, { domains: [password] }),
        lockOf(door.control, host.id, { instance }),
        ...after,
      ],
    }));
  });
}

function withoutPassword(host: HostWanted): WayWanted {
  return {
    id: `password-guessing:empty@${host.id}`,
    title: `an account with an empty password on ${host.id}`,
    asset: rootOf(host),
    harm: "change",
    locks: [
      begins("somebody tries no password at all", "credential:password-empty"),
      lockOf("no-empty-passwords", host.id),
      lockOf("ssh-no-empty-passwords", host.id),
    ],
  };
}

export const passwordGuessing = defineWays({
  id: "password-guessing",
  title: "A guessed password",
  covers: ["R004", "R005", "R006", "R007", "R014", "R022"],
  ways: ({ hosts }) => hosts.flatMap((host) => [...byPassword(host), withoutPassword(host)]),
});
