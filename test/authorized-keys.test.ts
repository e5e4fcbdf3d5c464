import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import type { Facts, Read } from "@secondlock/model";
import { wantedOfThisMachine } from "@secondlock/service";
import { afterAll, beforeAll, expect, it } from "vitest";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "secondlock-keys-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the script of the fact prints, with a host's sshd and getent played by two lines of sh. */
function printed(accounts: readonly string[] = ["ada"]): string {
  const program = (name: string, line: string): void =>
    writeFileSync(join(directory, name), `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  program("sshd", `echo authorizedkeysfile ${directory}/keys${accounts.length > 1 ? "-%u" : ""}`);
  const rows = accounts.map((name) => `${name}:x:1000:1000::/home/${name}:/bin/sh`);
  writeFileSync(join(directory, "passwd"), `${rows.join("\n")}\n`);
  program("getent", `cat ${directory}/passwd`);
  const [file, ...args] = read().argv;
  const env = { PATH: `${directory}:${process.env["PATH"] ?? ""}` };
  return execFileSync(file, args, { env, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
}

function read(): Read {
  const fact = controls
    .flatMap(({ facts }) => Object.values(facts as Facts))
    .find(({ id }) => id === "authorized-keys");
  const [host] = wantedOfThisMachine("here").hosts;
  const keys = host && fact?.reads(host)["keys"];
  if (!keys) throw new Error("there is no such fact");
  return keys;
}

// sshd takes both, OpenSSH 9.2: the name of a signature for that of a key, and options without end
it("every line that opens an account is a key: under the name of a signature, and behind very long options", () => {
  const long = `environment="A=${"a".repeat(17_000)}" ssh-ed25519 AAAAC3Nz`;
  writeFileSync(join(directory, "keys"), `rsa-sha2-512 AAAAB3NzaC1yc2EAAAADAQAB x\n${long}\n`);
  const lines = printed().split("\n");
  expect(lines.filter((line) => line.startsWith("other"))).toEqual([]);
  expect(lines.filter((line) => line.startsWith("key")).map((line) => line.split("\t")[2])).toEqual([
    "rsa-sha2-512",
    "too-long",
  ]);
});

it("some accounts with hundreds of keys do not make the fact longer than is read", () => {
  const head = Buffer.from("0000000b7373682d6564323535313900000020", "hex");
  const key = (): string => `ssh-ed25519 ${Buffer.concat([head, randomBytes(32)]).toString("base64")} someone\n`;
  const accounts = Array.from({ length: 150 }, (_, index) => `account-${index}`);
  for (const [index, name] of accounts.entries())
    writeFileSync(join(directory, `keys-${name}`), Array.from({ length: index < 4 ? 380 : 1 }, key).join(""));
  const text = printed(accounts);
  expect(text.endsWith("end\n")).toBe(true);
  expect(text.length).toBeLessThan(read().bytes ?? 0);
  expect(text.match(/^file\t/gm)).toHaveLength(150);
  expect(text.match(/^print\t/gm)).toHaveLength(text.match(/^key\t/gm)?.length ?? 0);
});
