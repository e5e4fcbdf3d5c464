import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as catalogue from "@secondlock/catalogue";
import { type InstalledHost, planInstalled } from "@secondlock/engine/change";
import { loadService, wantedOf } from "@secondlock/service";
import { secondlock } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "secondlock-export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "secondlock.yaml");
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop";
writeFileSync(
  file,
  `service: shop
hosts:
  app-1: { role: app, ssh: ada@203.0.113.7, addresses: ["2001:db8::7"], private: [10.0.0.2] }
  db-1: { role: db, ssh: ada@10.0.0.3, via: app-1 }
people:
  ada: { keys: ["${key}"], admin: [app-1, db-1] }
ports:
  app-1: { 443: the shop itself, 80: sends visitors to https, 22: administration }
  db-1: { 22: { reason: administration, from: [app-1] }, 5432: { reason: the shop, from: [app-1] } }
databases:
  orders: { engine: postgresql, host: db-1, account: app, schema: production, clients: [app-1] }
applications:
  app-1: { user: shop, directory: /srv/shop, config: [/etc/shop], tls_keys: [/etc/ssl/shop.key] }
`,
);
const installed = JSON.parse(
  readFileSync(join(import.meta.dirname, "../installed/debian-12.json"), "utf8"),
) as InstalledHost;

describe("secondlock export", () => {
  it.each([
    ["cloud-init", "app-1", /^#cloud-config\n/],
    ["cloud-init", "db-1", /ip saddr \{ 203\.0\.113\.7, 10\.0\.0\.2 \} tcp dport 22 accept/],
    ["ansible", "app-1", /^---\n[\s\S]*hosts: app-1\n/],
  ])("writes %s for %s without a connection", async (kind, host, text) => {
    const { status, out } = await secondlock(["export", kind, host], folder);
    expect(status).toBe(0);
    expect(out).toMatch(text);
  });

  it.each([
    [["export", "chef", "app-1"], /there is no export chef\nhint: /],
    [["export", "ansible", "app-9"], /has no host app-9\nhint: /],
    [["export", "cloud-init", "app-1", "--from-host"], /does not exist yet\nhint: /],
  ])("tells %s what is wrong", async (args, said) => {
    const { status, out, err } = await secondlock(args, folder);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(said);
  });

  it("writes over no file that is there, unless --force says so", async () => {
    const path = join(folder, "user-data.yaml");
    writeFileSync(path, "mine\n");
    const said = await secondlock(["export", "cloud-init", "app-1", "-o", path], folder);
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringMatching(/is there already\nhint: .*--force/) });
    expect(readFileSync(path, "utf8")).toBe("mine\n");
    expect(await secondlock(["export", "cloud-init", "app-1", "-o", path, "--force"], folder)).toMatchObject({
      status: 0,
    });
    expect(readFileSync(path, "utf8")).toMatch(/^#cloud-config\n/);
  });

  it("knows a plain Debian 12 well enough: nothing that the catalogue reads or edits is missing from the recording", async () => {
    const loaded = await loadService(file);
    if (!loaded.ok) throw new Error("the service file is wrong");
    const service = wantedOf(loaded.value);
    for (const wanted of service.hosts) {
      const { refusals, unseen } = planInstalled({ wanted, service, catalogue, installed });
      // hint: run node bench/record-installed.ts and commit what it writes
      expect(refusals).toEqual([]);
      expect(unseen.filter(({ because }) => /not recorded/.test(because))).toEqual([]);
    }
  });
});
