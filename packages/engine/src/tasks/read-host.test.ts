import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { HostWanted } from "@secondlock/model";
import type { AuditOptions } from "./audit-input.ts";
import { passwords } from "./passwords.ts";
import { readHost } from "./read-host.ts";
import type { SshRoute } from "../targets/ssh-options.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secondlock-read-"));
  ssh(`echo $$ >${folder}/pid\nexec sleep 60`);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
});
function ssh(script: string): void {
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\n[ "$1" = -V ] && exit 0\n${script}\n`);
  chmodSync(join(folder, "ssh"), 0o700);
}
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it("ends its connection when an error of ours keeps it from going on", async () => {
  const login = { user: "ada", address: "app-1.example", port: 22 };
  const pid = (): number => Number(readFileSync(join(folder, "pid"), "utf8"));
  const facts = async (): Promise<never> => {
    await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), { timeout: 5_000 });
    throw new Error("the catalogue is wrong");
  };
  const options = {} as AuditOptions;
  const reading = readHost({ id: "app-1" } as HostWanted, { login, via: [] }, facts, passwords(options), options);
  await expect(reading).rejects.toThrow("the catalogue is wrong");
  expect(() => process.kill(pid(), 0)).toThrow(/ESRCH/);
});

it.each([
  [
    "an audit without a terminal",
    { mayAsk: false },
    /^the login asks for a code.*run it at a terminal.*as the auditor/,
  ],
  ["a change without a terminal", { mayAsk: false, auditorServes: false }, /^the login asks for a code(?!.*auditor)/],
  [
    "at a terminal",
    { mayAsk: "when needed" },
    /^the login does not take the code; hint: codes are limited to 3 logins/,
  ],
  [
    "a jump",
    { mayAsk: "when needed", jump: true },
    /^the login at the jump host db-1 does not take the code; hint: codes/,
  ],
  ["a jump, without a terminal", { mayAsk: false, jump: true }, /^the login at the jump host db-1 asks for a code/],
] as const)("tells why a code led nowhere: %s", async (_name, how, because) => {
  const { mayAsk, jump, auditorServes } = { jump: false, auditorServes: true, ...how };
  const said = (host: string): string => `ada@${host}: Permission denied (keyboard-interactive).`;
  const words = jump
    ? `echo '${said("db-1")}' >&2; echo 'Connection closed by UNKNOWN port 65535' >$3`
    : `echo '${said("app-1")}' >$3`;
  // the log comes with -E, wherever that stands
  ssh(`while [ "$1" != -E ]; do shift; done; set -- x x "$2"; ${words}; exit 255`);
  const at = (address: string) => ({ user: "ada", address, port: 22 });
  const route: SshRoute = { login: at("app-1"), via: jump ? [at("far-1"), at("db-1")] : [], mayAsk };
  const options = { mayAsk, auditorServes } as AuditOptions;
  const read = await readHost({ id: "app-1" } as HostWanted, route, async () => [], passwords(options), options);
  expect(read.unreachable).toMatch(because);
});
