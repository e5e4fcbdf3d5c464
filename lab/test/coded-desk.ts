import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Audit } from "@secondlock/engine";
import { type CommandResult, type Lab, THROWAWAY } from "@secondlock/lab";
import type { Desk } from "./desk.ts";
import { codeFor, enrolAt } from "./enrolment.ts";
import { built } from "./programs.ts";

/** A desk whose person is asked for codes, and has the emergency codes of each host at hand. */
export interface CodedDesk {
  secondlock(...args: readonly string[]): Promise<CommandResult>;
  audit(): Promise<Audit>;
  /** Gives the person a second factor on a host, by `secondlock enrol`, and keeps the emergency codes. */
  enrol(host: string): Promise<void>;
}

/** The desk of somebody with a login of their own, and their own keys. */
export function codedDeskOf(lab: Lab, desk: Desk, person: "ada" | "grace"): CodedDesk {
  const { operator } = lab;
  const directory = join(lab.directory, `desk-of-${person}`);
  mkdirSync(directory);
  const own = (text: string): string => text.replaceAll(/\bada@/g, `${person}@`);
  writeFileSync(join(directory, "secondlock.yaml"), own(readFileSync(desk.file, "utf8")));
  const sshConfig = join(directory, "ssh_config");
  const keys = operator.keys;
  writeFileSync(
    sshConfig,
    readFileSync(operator.sshConfig, "utf8")
      .replaceAll(/^ {2}User ada$/gm, `  User ${person}`)
      .replaceAll(keys["ada-token"].privateFile, keys[`${person}-token`].privateFile)
      .replaceAll(new RegExp(`${keys.ada.privateFile}$`, "gm"), keys[person].privateFile),
  );
  const askpass = join(directory, "code.sh");
  // ssh asks with (ada@app-1) before its words, by HostKeyAlias: each host has a file of codes
  writeFileSync(
    askpass,
    `#!/bin/sh\nfile=${directory}/codes-$(expr "$1" : '(.*@\\(.*\\))')\nhead -n 1 "$file"\nsed -i 1d "$file"\n`,
    { mode: 0o700 },
  );
  const secondlock = (...args: readonly string[]): Promise<CommandResult> =>
    operator.exec(
      [process.execPath, built("secondlock"), ...args, "--ask", "--ssh-config", sshConfig, "--sudo-password-stdin"],
      {
        cwd: directory,
        env: {
          ...{ SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force", NO_COLOR: "1" },
          [THROWAWAY.variable]: operator.passwords.canary,
        },
        input: `${operator.passwords[person]}\n`,
        timeoutMs: 240_000,
      },
    );
  return {
    secondlock,
    async audit() {
      const { code, stdout, stderr } = await secondlock("audit", "--no-keep", "--json", "-");
      if (code !== 0) throw new Error(`the audit ended with ${code}: ${stderr.slice(-1_000)}`);
      return JSON.parse(stdout) as Audit;
    },
    async enrol(host) {
      const now = (secret: string): readonly string[] => [codeFor(secret, Math.floor(Date.now() / 30_000))];
      const at: Lab = { ...lab, operator: { ...operator, sshConfig } };
      const sitting = await enrolAt(at, { ...desk, directory }, person, now, "--host", host);
      if (sitting.code !== 0) throw new Error(`${person} is not enrolled on ${host}: ${sitting.err}`);
      writeFileSync(join(directory, `codes-${host}`), sitting.emergency.map((code) => `${code}\n`).join(""));
    },
  };
}
