import { describe, expect, it } from "vitest";
import { authorized, blobOfAda, otherBlob } from "../../testing/authorized-keys.ts";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { accountList, anAccount } from "../../testing/example-accounts.ts";
import { ada, exampleHost } from "../../testing/example-host.ts";
import { groupEmptied, passwordsLocked, shellsClosed } from "./account-passwords.ts";
import { keysAsDeclared } from "./keys-as-declared.ts";
import { administratorsReady, leaversClosed } from "./people-as-declared.ts";

const keyOfBen = `ssh-ed25519 ${otherBlob} ben@laptop`;
const ben = { ...ada, name: "ben", account: "ben", keys: [keyOfBen] };
const two = exampleHost({ admins: [ada, ben] });

describe("administrators", () => {
  it("who are not there yet get an account in the group sudo, and nothing else", () => {
    const changes = brought(administratorsReady(two), accountList());
    expect(changes).toEqual([
      { kind: "account", account: "ben", wanted: { make: "person", shell: "/bin/bash", into: ["sudo"] } },
    ]);
    const settled = settledBy(administratorsReady(two), accountList());
    expect(settled.accounts.at(-1)).toMatchObject({ name: "ben", uid: 1001, password: "locked", home: "/home/ben" });
    expect(brought(administratorsReady(two), settled)).toEqual([]);
  });

  it("who are there get what they lack", () => {
    const list = accountList({
      accounts: [anAccount({ name: "ben", uid: 1001, shell: "/usr/sbin/nologin" })],
      groups: [{ name: "sudo", gid: 27, members: [] }],
    });
    expect(brought(administratorsReady(two), list)).toEqual([
      { kind: "account", account: "ada", wanted: { into: ["sudo"] } },
      { kind: "account", account: "ben", wanted: { shell: "/bin/bash", into: ["sudo"] } },
    ]);
  });

  it("are never an account of the system, nor one that a directory may know", () => {
    const daemon = exampleHost({ admins: [{ ...ada, account: "daemon" }] });
    expect(brought(administratorsReady(daemon), accountList())).toEqual([]);
    expect(brought(administratorsReady(two), accountList({ directories: ["sss"] }))).toEqual([]);
    expect(administratorsReady(exampleHost({ peopleDeclared: false }))).toEqual([]);
  });
});

describe("leavers", () => {
  const eve = anAccount({ name: "eve", uid: 1001 });
  const list = accountList({
    accounts: [
      eve,
      anAccount({ name: "application", uid: 1002 }),
      anAccount({ name: "deploy", uid: 1003 }),
      anAccount({ name: "gone", uid: 1004, password: "locked", expired: true }),
      anAccount({ name: "git", uid: 200, shell: "/bin/sh" }),
    ],
    groups: [{ name: "sudo", gid: 27, members: ["ada", "eve", "deploy"] }],
  });
  const asDeploy = exampleHost({ ssh: { user: "deploy", address: "203.0.113.7", port: 22 } });

  it("are named in what is different afterwards, and nobody else is", () => {
    const told = (now: typeof list): readonly (readonly string[])[] =>
      leaversClosed(asDeploy).map(({ costsNow }) => costsNow?.(now, () => undefined) ?? ["nothing is told"]);
    expect(told(list)).toEqual([["These accounts can log in no more: eve."]]);
    expect(told(settledBy(leaversClosed(asDeploy), list))).toEqual([[]]);
  });

  it("are locked, expired and out of sudo, and nobody else is", () => {
    expect(brought(leaversClosed(asDeploy), list)).toEqual([
      { kind: "account", account: "eve", wanted: { password: "locked", expired: true, outOf: ["sudo"] } },
    ]);
    const settled = settledBy(leaversClosed(asDeploy), list);
    expect(settled.groups.find(({ name }) => name === "sudo")?.members).toEqual(["ada", "deploy"]);
    expect(brought(leaversClosed(asDeploy), settled)).toEqual([]);
  });

  it("never include the login that this is done with, and the text says so", () => {
    expect(leaversClosed(asDeploy)[0]?.text).toMatch(/deploy is declared by nobody and kept/);
    expect(leaversClosed(exampleHost())[0]?.text).not.toMatch(/kept/);
  });

  it("are nobody where nobody is declared", () => {
    expect(leaversClosed(exampleHost({ peopleDeclared: false }))).toEqual([]);
    expect(leaversClosed(exampleHost({ admins: [] }))).toEqual([]);
  });
});

describe("keys of administrators", () => {
  const path = "/home/ada/.ssh/authorized_keys";
  const lineOfAda = ada.keys[0] ?? "";

  it("are exactly the declared ones; comments and narrowing options stay", () => {
    const value = authorized({ ada: [{ blob: otherBlob }, { blob: blobOfAda }] });
    const before = `# ada's\nssh-ed25519 ${otherBlob} old\nfrom="10.0.0.0/8, ssh-rsa x" ssh-ed25519 ${blobOfAda} ada\n${lineOfAda}\ncert-authority ${lineOfAda}\n`;
    const changes = brought(keysAsDeclared(exampleHost()), value);
    expect(written(changes, { [path]: before })[path]).toBe(
      `# ada's\nfrom="10.0.0.0/8, ssh-rsa x" ssh-ed25519 ${blobOfAda} ada\n`,
    );
    expect(settledBy(keysAsDeclared(exampleHost()), value).files[0]?.keys.map(({ blob }) => blob)).toEqual([blobOfAda]);
  });

  it("of somebody new stand where sshd looks, closed to others", () => {
    const changes = brought(keysAsDeclared(two), authorized({ ada: [{ blob: blobOfAda, comment: "ada@laptop" }] }));
    expect(changes.slice(1)).toMatchObject([
      { kind: "file", path: "/home/ben/.ssh/authorized_keys", mode: 0o600, owner: "ben", group: "ben" },
      { kind: "modes", path: "/home/ben/.ssh", mode: 0o700, owner: "ben", group: "ben" },
    ]);
    expect(written(changes, { [path]: `${lineOfAda}\n` })).toEqual({
      [path]: `${lineOfAda}\n`,
      "/home/ben/.ssh/authorized_keys": `${keyOfBen}\n`,
    });
    const settled = settledBy(keysAsDeclared(two), authorized({ ada: [{ blob: blobOfAda }] }));
    expect(settledBy(keysAsDeclared(two), settled)).toEqual(settled);
  });

  it("are left alone where none is declared", () => {
    expect(keysAsDeclared(exampleHost({ admins: [{ ...ada, keys: [] }] }))).toEqual([]);
    expect(keysAsDeclared(exampleHost({ peopleDeclared: false }))).toEqual([]);
  });
});

describe("accounts of the system", () => {
  const list = accountList({
    accounts: [anAccount({ name: "mail", uid: 8, password: "empty" }), anAccount({ name: "games", uid: 5 })],
  });

  it("are locked and closed where they differ", () => {
    const system = ({ uid }: { readonly uid: number }): boolean => uid > 0 && uid < 1000;
    expect(
      brought([passwordsLocked("system accounts", system)], list).map((one) => "account" in one && one.account),
    ).toEqual(["mail", "games"]);
    expect(brought([shellsClosed("games", ({ name }) => name === "games")], list)).toEqual([
      { kind: "account", account: "games", wanted: { shell: "/usr/sbin/nologin" } },
    ]);
    const settled = settledBy([passwordsLocked("system accounts", system)], list);
    expect(brought([passwordsLocked("system accounts", system)], settled)).toEqual([]);
  });

  it("may be put into a group to make it, and no member stays", () => {
    expect(brought([groupEmptied("no-su")], list)).toEqual([
      { kind: "account", account: "nobody", wanted: { into: ["no-su"], outOf: ["no-su"] } },
    ]);
    const settled = settledBy([groupEmptied("no-su")], list);
    expect(settled.groups.at(-1)).toEqual({ name: "no-su", gid: 999, members: [] });
    expect(brought([groupEmptied("no-su")], settled)).toEqual([]);
    const used = accountList({ groups: [{ name: "no-su", gid: 998, members: ["ada"] }] });
    expect(brought([groupEmptied("no-su")], used)).toEqual([
      { kind: "account", account: "ada", wanted: { outOf: ["no-su"] } },
    ]);
  });
});
