import { describe, expect, it } from "vitest";
import { rsaBlob } from "../../testing/authorized-keys.ts";
import { ada, exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import {
  type AuthorizedKeys,
  authorizedKeys,
  keyName,
  keysOf,
  openOnTheWay,
  overfull,
  strangeKey,
} from "./authorized-keys.ts";

const print = "SHA256:Rrqa0pa2BAhzNKK1rRlTEbVE7BzI4/oeLc8ul4N2S0M";

/** Debian 12; the second key has options with a secret and with text that looks like a key, which stay on the host. */
const captured =
  [
    "file\tada\t664\tada\tada\t/home/ada/.ssh/authorized_keys",
    "above\tada\t755\tada\tada\t/home/ada/.ssh",
    "above\tada\t755\tada\tada\t/home/ada",
    "key\t1\tssh-ed25519\tAAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\t\tada@laptop",
    "key\t3\tssh-rsa\tRSABLOB\tcommand,no-pty\tada@old",
    "other\t4",
    `print\t1\t${print}`,
    "end",
  ].join("\n") + "\n";
const open = captured.replace("RSABLOB", rsaBlob(2048));

function read(text: string): AuthorizedKeys {
  const reading = authorizedKeys.parse({ keys: ran(text) }, exampleHost());
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

describe("the keys that open accounts", () => {
  it("reads keys, the names of their options, and the way to the file", () => {
    const { files, ...rest } = read(open);
    expect(rest).toEqual({ elsewhere: [], complete: true });
    expect(
      files.map(({ account, keys }) => [
        account,
        ...keys.map(({ type, options, comment }) => `${type}|${options}|${comment}`),
      ]),
    ).toEqual([["ada", "ssh-ed25519||ada@laptop", "ssh-rsa|command,no-pty|ada@old"]]);
    expect(files[0]?.keys.map(({ fingerprint }) => fingerprint)).toEqual([print, undefined]);
    expect(files.flatMap(openOnTheWay).map(({ path }) => path)).toEqual([
      "/home/ada/.ssh/authorized_keys",
      "/home/ada/.ssh",
    ]);
  });

  it("tells a declared key from a strange one", () => {
    const keys = keysOf(read(open));
    expect(keys.map((key) => strangeKey(key, exampleHost({ admins: [ada] })))).toEqual([
      undefined,
      "belongs to nobody in the service file",
    ]);
    expect(keys.map(keyName)[0]).toBe("ssh-ed25519 ...h2l9GKJl (ada@laptop)");
  });

  it("reads Debian 12 as installed, which has none", () => {
    expect(read("end\n")).toEqual({ files: [], elsewhere: [], complete: true });
  });

  it("names the account whose file holds more than is looked at, and reads the others", () => {
    const other = open.replaceAll("ada", "bob").replace("other\t4", "beyond");
    const both = read(other.replace("end\n", open));
    expect(overfull(both)).toEqual(["bob"]);
    expect(keysOf(both).map(({ account }) => account)).toEqual(["bob", "bob", "ada", "ada"]);
  });

  it("knows of other sources", () => {
    expect(read("elsewhere\tauthorizedkeyscommand\t/usr/bin/keys\nmore\nend\n")).toEqual({
      files: [],
      elsewhere: ["authorizedkeyscommand /usr/bin/keys"],
      complete: false,
    });
  });

  it("is not known when sshd does not say where keys are", () => {
    expect(authorizedKeys.parse({ keys: ran("failed\nend\n") }, exampleHost())).toMatchObject({ known: false });
    expect(authorizedKeys.parse({ keys: ran("absent\nend\n") }, exampleHost())).toMatchObject({ absent: true });
  });

  neverThrows(authorizedKeys, open);
});
