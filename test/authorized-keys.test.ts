import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import type { Facts } from "@secondlock/model";
import { wantedOfThisMachine } from "@secondlock/service";
import { afterAll, beforeAll, expect, it } from "vitest";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "secondlock-keys-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the script of the fact prints, with a host's sshd and getent played by two lines of sh. */
function printed(): string {
  const program = (name: string, line: string): void =>
    writeFileSync(join(directory, name), `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  program("sshd", `echo authorizedkeysfile ${directory}/keys`);
  program("getent", "echo ada:x:1000:1000::/home/ada:/bin/sh");
  const fact = controls
    .flatMap(({ facts }) => Object.values(facts as Facts))
    .find(({ id }) => id === "authorized-keys");
  const [host] = wantedOfThisMachine("here").hosts;
  if (!fact || !host) throw new Error("there is no such fact");
  const [file = "", ...args] = fact.reads(host)["keys"]?.argv ?? [];
  const env = { PATH: `${directory}:${process.env["PATH"] ?? ""}` };
  return execFileSync(file, args, { env, encoding: "utf8" });
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
