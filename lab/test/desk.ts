import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Audit } from "@secondlock/engine";
import { serviceFile, THROWAWAY, type CommandResult, type Host, type Lab } from "@secondlock/lab";
import { built } from "./programs.ts";

/** A folder at the operator's desk with a service file in it, where `secondlock` is run as a person would run it. */
export interface Desk {
  readonly directory: string;
  readonly file: string;
  /** Runs `secondlock ARGS` there. An audit gets the lab's ssh_config, and ada's password for sudo. */
  secondlock(...args: readonly string[]): Promise<CommandResult>;
  /** One whole audit, as `--json` tells it. */
  audit(...args: readonly string[]): Promise<Audit>;
}

const AUDIT_LIMIT_MS = 240_000;

export function deskFor(lab: Lab, name: string, hosts: readonly Host[] = Object.values(lab.hosts)): Desk {
  const { operator } = lab;
  const directory = join(lab.directory, name);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "secondlock.yaml");
  writeFileSync(file, serviceFile(hosts, operator));
  const secondlock = (...args: readonly string[]): Promise<CommandResult> => {
    const overSsh = ["audit", "plan", "harden", "undo", "uninstall", "open-ssh", "drill"].includes(args[0] ?? "");
    const more = overSsh ? ["--ssh-config", operator.sshConfig, "--sudo-password-stdin"] : [];
    return operator.exec([process.execPath, built("secondlock"), ...args, ...more], {
      cwd: directory,
      env: { [THROWAWAY.variable]: operator.passwords.canary, NO_COLOR: "1" },
      input: `${operator.passwords.ada}\n`,
      timeoutMs: AUDIT_LIMIT_MS,
    });
  };
  return {
    ...{ directory, file, secondlock },
    async audit(...args) {
      const { code, stdout, stderr } = await secondlock("audit", "--no-keep", "--json", "-", ...args);
      if (code !== 0) throw new Error(`the audit ended with ${code}: ${stderr.slice(-1_000)}`);
      return JSON.parse(stdout) as Audit;
    },
  };
}
