import type { Fact, Look } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { authorized, blobOfAda, otherBlob } from "../../testing/authorized-keys.ts";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { accountList, anAccount } from "../../testing/example-accounts.ts";
import { ada, exampleHost } from "../../testing/example-host.ts";
import { strayKeysGone } from "./stray-keys-gone.ts";

const lineOfAda = ada.keys[0] ?? "";
const stray = `ssh-ed25519 ${otherBlob} nobody@old`;
const path = "/root/.ssh/authorized_keys";
const fingerprint = `SHA256:${"a".repeat(43)}`;
const notesOf = (value: ReturnType<typeof authorized>, host = exampleHost(), look?: Look): readonly string[] =>
  strayKeysGone(host).flatMap(({ notes }) => notes?.(value, look) ?? []);

describe("keys that nobody declared", () => {
  it("go from root's file, and what else stands there stays", () => {
    const value = authorized({ root: [{ blob: otherBlob }, { blob: blobOfAda }] });
    const changes = brought(strayKeysGone(exampleHost()), value);
    const before = `# from the console\ncommand="echo no" ${stray}\n${lineOfAda}\n`;
    expect(written(changes, { [path]: before })).toEqual({ [path]: `# from the console\n${lineOfAda}\n` });
    const settled = settledBy(strayKeysGone(exampleHost()), value);
    expect(settled.files[0]?.keys.map(({ blob }) => blob)).toEqual([blobOfAda]);
    expect(brought(strayKeysGone(exampleHost()), settled)).toEqual([]);
  });

  it("are named one by one before they go", () => {
    const value = authorized({
      root: [{ blob: otherBlob, comment: "nobody@old", fingerprint }],
      www: [{ blob: otherBlob }],
    });
    expect(notesOf(value)).toEqual([
      `root: the key ssh-ed25519 ...zzzzzzzz (nobody@old), ${fingerprint}, belongs to nobody in the service file, and goes`,
      "www: the key ssh-ed25519 ...zzzzzzzz, no fingerprint, belongs to nobody in the service file, and goes",
    ]);
  });

  it("are not spoken of where the account is closed, for they open nothing", () => {
    const value = authorized({ mallory: [{ blob: otherBlob }], www: [{ blob: otherBlob }] });
    const list = accountList({ accounts: [anAccount({ name: "mallory", expired: true }), anAccount({ name: "www" })] });
    const look: Look = <U>({ id }: Fact<U>) => (id === "accounts" ? (list as U) : undefined);
    expect(notesOf(value, exampleHost(), look)).toEqual([expect.stringMatching(/^www: /)]);
    expect(notesOf(value)).toHaveLength(2);
  });

  it("stay with a forced command for a machine, and are named", () => {
    const value = authorized({ backup: [{ blob: otherBlob, options: "command,from" }] });
    expect(brought(strayKeysGone(exampleHost()), value)).toEqual([]);
    expect(notesOf(value)).toEqual([expect.stringMatching(/^backup: .* with a forced command stays/)]);
  });

  it("stay where they are the only way in of the login that this is done with", () => {
    const asDeploy = exampleHost({ ssh: { user: "deploy", address: "203.0.113.7", port: 22 } });
    const only = authorized({ deploy: [{ blob: otherBlob }] });
    expect(brought(strayKeysGone(asDeploy), only)).toEqual([]);
    expect(notesOf(only, asDeploy)).toEqual([expect.stringMatching(/you log in to this account/)]);
    const beside = authorized({ deploy: [{ blob: otherBlob }, { blob: blobOfAda }] });
    expect(brought(strayKeysGone(asDeploy), beside)).toHaveLength(1);
  });

  it("are left alone in an administrator's own file, and where nobody is declared", () => {
    const value = authorized({ ada: [{ blob: otherBlob }] });
    expect(brought(strayKeysGone(exampleHost()), value)).toEqual([]);
    expect(strayKeysGone(exampleHost({ peopleDeclared: false }))).toEqual([]);
    expect(strayKeysGone(exampleHost({ admins: [{ ...ada, keys: [] }] }))).toEqual([]);
  });

  it("from elsewhere are left to a person", () => {
    const value = { ...authorized({}), elsewhere: ["authorizedkeyscommand /usr/bin/keys"] };
    expect(notesOf(value)).toEqual([expect.stringMatching(/Keys also come from authorizedkeyscommand/)]);
  });
});
