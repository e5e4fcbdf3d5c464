import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { HostWanted } from "@secondlock/model";
import type { AuditOptions } from "./audit-input.ts";
import { passwords } from "./passwords.ts";
import { readHost } from "./read-host.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secondlock-read-"));
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\n[ "$1" = -V ] && exit 0\necho $$ >${folder}/pid\nexec sleep 60\n`);
  chmodSync(join(folder, "ssh"), 0o700);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
});
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
