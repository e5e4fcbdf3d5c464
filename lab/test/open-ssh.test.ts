import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";

describe.skipIf(!labReady())("a port of SSH that opens on demand", () => {
  let lab: Lab<"app-1" | "db-1" | "lone-1">;
  let desk: Desk;
  let minuteIsOver = 0;

  beforeAll(async () => {
    const bare = { role: "bare", fixtures: [admins] } as const;
    lab = await startLab({ hosts: { "app-1": bare, "db-1": bare, "lone-1": bare } });
    desk = deskFor(lab, "desk", []);
    declare("22: { reason: administration, from: [db-1, on-demand] }");
    const hardened = await desk.secondlock("harden", "app-1", "--yes", "--only", "ssh-port-limited");
    expect(hardened).toMatchObject({ stdout: expect.stringContaining("changed and confirmed") });
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts["app-1"];
  const declare = (ports: string, lone = ", vendor: cloud"): void => {
    const line = (id: "app-1" | "db-1" | "lone-1", more: string): string =>
      `  ${id}: { ssh: ada@${lab.hosts[id].ipv4}, addresses: ["${lab.hosts[id].ipv6}"]${more} }`;
    const hosts = [line("app-1", ", via: db-1, vendor: cloud"), line("db-1", ""), line("lone-1", lone)].join("\n");
    const alone = "lone-1: { 22: { reason: administration, from: on-demand } }";
    const rest = `vendors: { cloud: { holds: [hosts] } }\nports: { app-1: { ${ports} }, ${alone} }\n`;
    writeFileSync(desk.file, `service: window\nhosts:\n${hosts}\n${rest}`);
  };
  const isOpen = async (): Promise<boolean> => (await lab.operator.ssh("app-1", "id -un")).stdout === "ada\n";
  const inside = async (command: string): Promise<string> => (await host().exec(["sh", "-c", command])).stdout;

  test("it is closed, and opens to the one who asks, over the host that stays a way in", async () => {
    expect(await isOpen()).toBe(false);
    const opened = await desk.secondlock("open-ssh", "app-1", "--for", "10m");
    expect(opened).toMatchObject({ code: 0, stderr: "" });
    expect(opened.stdout).toContain(`open to ${lab.operator.ipv4} until`);
    expect(opened.stdout).toContain("over db-1\n  it answers from here");
    expect(await isOpen()).toBe(true);
    expect(await inside("journalctl --no-pager -t secondlock")).toMatch(
      new RegExp(`open to ${lab.operator.ipv4} for 600 s, asked for by \\S+@\\S+`),
    );
  });

  test("a change of the firewall leaves it open for the rest of its time", async () => {
    declare("22: { reason: administration, from: [db-1, on-demand] }, 8443: a second shop");
    const changed = await desk.secondlock("harden", "app-1", "--yes", "--only", "firewall-up-to-date");
    expect(changed).toMatchObject({ stdout: expect.stringContaining("changed and confirmed") });
    expect(await inside("nft list table inet secondlock")).toMatch(/8443[\s\S]*/);
    expect(await inside("nft list set inet secondlock admin_now_v4")).toMatch(/expires 9m/);
    expect(await isOpen()).toBe(true);
  });

  test("--close takes it back at once", async () => {
    expect(await desk.secondlock("open-ssh", "app-1", "--close")).toMatchObject({ code: 0 });
    expect(await isOpen()).toBe(false);
  });

  test("it opens for a minute", async () => {
    const opened = await desk.secondlock("open-ssh", "app-1", "--for", "1m", "--from", lab.operator.ipv4);
    expect(opened).toMatchObject({ code: 0 });
    expect(await isOpen()).toBe(true);
    // the tests between this one and the one that looks again leave app-1 alone
    minuteIsOver = Date.now() + 61_000;
  });

  test.each([
    [["--for", "9h"], "1 minute to 8 hours"],
    [["--from", "0.0.0.0"], "one address"],
    [["--over", "nobody"], "a host of the service file"],
  ])("%j is refused", async (more, what) => {
    expect(await desk.secondlock("open-ssh", "app-1", ...more)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(what),
    });
  });

  test("a host without another way in is closed only if a console is declared, and stays open to the one who closes it", async () => {
    declare("22: administration", "");
    const harden = ["harden", "lone-1", "--yes", "--only", "ssh-port-limited"] as const;
    const refused = await desk.secondlock(...harden);
    expect(refused).toMatchObject({ code: 5, stdout: expect.stringContaining("no console (vendor:)") });
    declare("22: administration");
    const hardened = await desk.secondlock(...harden);
    expect(hardened).toMatchObject({ stdout: expect.stringContaining("changed and confirmed") });
    expect(hardened.stdout).toContain("SSH closes to you as well, 30 minutes");
    const set = async (family: 4 | 6): Promise<string> =>
      (await lab.hosts["lone-1"].exec(["nft", "list", "set", "inet", "secondlock", `admin_now_v${family}`])).stdout;
    expect(await set(4)).toMatch(new RegExp(`${lab.operator.ipv4} timeout 30m expires (29|30)m`));
    expect(await set(6)).not.toContain("expires");
    expect(await desk.secondlock("open-ssh", "lone-1", "--close")).toMatchObject({ code: 0 });
    expect((await lab.operator.ssh("lone-1", "id")).code).not.toBe(0);
  });

  test("after that minute the host has closed it by itself", async () => {
    expect(minuteIsOver, "it was not opened").toBeGreaterThan(0);
    await sleep(Math.max(0, minuteIsOver - Date.now()));
    expect(await isOpen()).toBe(false);
  });

  test("without a way in it tells what to type on the vendor's console, and that opens it", async () => {
    declare("22: { reason: administration, from: [db-1, on-demand] }");
    await lab.hosts["db-1"].exec(["systemctl", "stop", "ssh.service"]);
    const nowhere = await desk.secondlock("open-ssh", "app-1", "--from", lab.operator.ipv4, "--for", "5m");
    expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringContaining("console of your vendor (cloud)") });
    const [, command = ""] = /^ {2}(nft add element .*)$/m.exec(nowhere.stderr) ?? [];
    await inside(command);
    expect(await isOpen()).toBe(true);
  });
});
