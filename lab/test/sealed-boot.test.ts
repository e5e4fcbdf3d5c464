import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, type Host, type Lab, labReady, run, startLab } from "@secondlock/lab";

const root = join(import.meta.dirname, "../..");
const secret = "postgres://shop:geheim@db-1/shop";

/** The example application: it tells who it is, and a part of what it knows. */
const application = `const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");
const { SECONDLOCK_FILES: folder, DATABASE_URL = folder ? readFileSync(folder + "/DATABASE_URL", "utf8") : "none" } = process.env;
createServer((_, response) => response.end(\`\${process.getuid()} \${DATABASE_URL.length}\`)).listen(8080);
`;

/** A unit as the how-to has it; the lines for keys that systemd decrypts, and for values as files. */
const [unit = "", credentials = "", files = ""] = [
  ...readFileSync(join(root, "docs/how-to/start-from-systemd.md"), "utf8").matchAll(/^( *)```ini\n([^]*?)^ *```/gm),
].map(([, indent = "", text = ""]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""));

describe.skipIf(!labReady())("an application that is started by systemd with its secrets", () => {
  let lab: Lab<"app-1" | "stranger">;
  let confirmer: ChildProcess;
  let lines: AsyncIterator<string>;
  let told: Interface;

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "bare" }, stranger: { role: "bare" } } });
    const { operator, hosts, directory } = lab;
    const folder = join(directory, "sealed");
    mkdirSync(folder);
    const asked = {
      folder,
      address: operator.ipv4,
      sources: [`${hosts["app-1"].ipv4}/32`],
      secrets: { DATABASE_URL: secret },
    };
    const program = join(root, "packages/vault/src/testing/confirming-process.ts");
    confirmer = operator.spawn([process.execPath, program, JSON.stringify(asked)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    told = createInterface({ input: confirmer.stdout! });
    lines = told[Symbol.asyncIterator]();
    await lines.next();
    const bundled = await run([process.execPath, join(root, "generate/bundle.ts"), join(directory, "dist")]);
    expect(bundled).toMatchObject({ code: 0 });
    for (const host of Object.values(hosts)) install(host, folder, join(directory, "dist"));
    await on("app-1", "useradd --system --no-create-home shop && systemctl enable shop");
  });
  afterAll(async () => {
    confirmer?.stdin?.end();
    await lab?.stop();
  });

  /** What the confirmer counted and refused so far. */
  async function confirmed(): Promise<{
    readonly opens: number;
    readonly refusals: readonly { reason: string; peer: string }[];
  }> {
    confirmer.stdin?.write("\n");
    return JSON.parse((await lines.next()).value as string) as Awaited<ReturnType<typeof confirmed>>;
  }
  const on = (name: "app-1" | "stranger", script: string): Promise<CommandResult> =>
    lab.hosts[name].exec(["sh", "-c", script]);

  test("after a reboot it runs as its own user, with what was sealed, and nothing of it is on the disk", async () => {
    const before = (await confirmed()).opens;
    await lab.hosts["app-1"].reboot();
    const uid = (await on("app-1", "id -u shop")).stdout.trim();
    expect(await answer(lab.hosts["app-1"])).toBe(`${uid} ${secret.length}`);
    expect((await confirmed()).opens).toBe(before + 1);
    const { stdout: journal } = await on("app-1", "journalctl -u shop -o cat");
    expect(journal).toContain("one lock left for who copies this disk");
    expect(journal).not.toMatch(/core dump|swapped|runs on this machine/);
    const { stdout: main } = await on("app-1", "systemctl show -P MainPID shop");
    // the application is what systemd started: nobody stands between
    expect((await on("app-1", `tr '\\0' ' ' < /proc/${main.trim()}/cmdline`)).stdout).toBe(
      "/usr/local/bin/node app.js ",
    );
    expect((await on("app-1", `grep -rlF geheim /etc /srv /var /run /tmp /root; true`)).stdout).toBe("");
    // its user reads neither key
    for (const key of ["local.key", "signing.key"]) {
      const read = await on("app-1", `setpriv --reuid=shop --clear-groups cat /var/lib/secondlock/keys/${key}`);
      expect(read).toMatchObject({ code: 1, stdout: "" });
    }
  });

  test("from the stranger the same file and the same keys open nothing, and the confirmer knows who asked", async () => {
    const { opens } = await confirmed();
    const said = await on("stranger", "cd /srv/shop && secondlock run --as app-1 -- touch /tmp/started");
    expect(said).toMatchObject({ code: 125, stdout: "" });
    const after = await confirmed();
    expect(after.opens).toBe(opens);
    const { stranger } = lab.hosts;
    expect(after.refusals.at(-1)).toMatchObject({ reason: "wrong-source", peer: stranger.ipv4 });
    expect(said.stderr).toContain("the confirmer refuses: confirmer-1: ");
    expect((await on("stranger", "test -e /tmp/started")).code).toBe(1);
  });

  test("with keys that systemd decrypts, none is in the folder any more", async () => {
    const name = (key: string): string => `secondlock-${key}-key`;
    const encrypt = (key: string): string =>
      `systemd-creds encrypt --with-key=host --name=${name(key)} /var/lib/secondlock/keys/${key}.key /etc/credstore.encrypted/${name(key)}`;
    const made = await on(
      "app-1",
      `set -e; mkdir -p /etc/credstore.encrypted; ${encrypt("local")}; ${encrypt("signing")}; rm /var/lib/secondlock/keys/*.key
mkdir -p /etc/systemd/system/shop.service.d; printf '[Service]\\n%s' '${credentials}' > /etc/systemd/system/shop.service.d/keys.conf
systemctl daemon-reload; systemctl restart shop`,
    );
    expect(made).toMatchObject({ code: 0 });
    expect(await answer(lab.hosts["app-1"])).toMatch(new RegExp(` ${secret.length}$`));
  });

  test("as files: with the rights that the how-to names, and only that application sees them", async () => {
    const started = await on(
      "app-1",
      `printf '[Service]\nExecStart=\nExecStart=/usr/local/bin/secondlock run --as-files --user shop --as app-1 -- /usr/local/bin/node app.js\n%s' '${files}' > /etc/systemd/system/shop.service.d/files.conf
systemctl daemon-reload; systemctl restart shop`,
    );
    expect(started).toMatchObject({ code: 0 });
    expect(await answer(lab.hosts["app-1"])).toMatch(new RegExp(` ${secret.length}$`));
    expect((await on("app-1", "ls -A /run/secondlock/files")).stdout).toBe("");
    const pid = (await on("app-1", "systemctl show -P MainPID shop")).stdout.trim();
    expect((await on("app-1", `tr '\\0' '\\n' < /proc/${pid}/environ`)).stdout).not.toContain("geheim");
  });

  test("without its confirmer the unit fails, says why, and starts once that is back", async () => {
    const cut = (how: "-A" | "-D"): Promise<CommandResult> =>
      on("app-1", `iptables ${how} OUTPUT -d ${lab.operator.ipv4} -p tcp -j DROP`);
    await cut("-A");
    await on("app-1", "systemctl restart --no-block shop");
    await until(async () =>
      (await on("app-1", "journalctl -u shop -o cat -n 20")).stdout.includes("confirmer-1 does not answer"),
    );
    expect((await on("app-1", "systemctl show -P ExecMainStatus shop")).stdout.trim()).toBe("125");
    await cut("-D");
    expect(await answer(lab.hosts["app-1"])).toMatch(new RegExp(` ${secret.length}$`));
  });

  async function answer({ ipv4 }: Host): Promise<string> {
    let said = "";
    await until(async () => {
      said = (await lab.operator.exec(["curl", "--silent", "--max-time", "2", `http://${ipv4}:8080`])).stdout;
      return said !== "";
    });
    return said;
  }
});

/** Node, the command with its one file, the application, and what it opens: as somebody would have put it there. */
function install(host: Host, sealed: string, dist: string): void {
  const at = (...path: readonly string[]): string => {
    const target = join(host.root, ...path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  cpSync(process.execPath, at("usr/local/bin/node"), { dereference: true });
  for (const path of ["bin/secondlock.js", "bin/bundled.js", "bin/compile-cache.js", "src/outputs.ts", "package.json"])
    cpSync(join(root, "packages/cli", path), at("opt/secondlock", path));
  for (const name of ["run.js", "libsodium.wasm"]) cpSync(join(dist, name), at("opt/secondlock/dist", name));
  // no sources are there to compare
  writeFileSync(at("opt/secondlock/dist/run-sources.json"), "{}");
  writeFileSync(
    at("usr/local/bin/secondlock"),
    '#!/bin/sh\nexec /usr/local/bin/node /opt/secondlock/bin/secondlock.js "$@"\n',
    {
      mode: 0o755,
    },
  );
  cpSync(join(sealed, "keys"), at("var/lib/secondlock/keys"), { recursive: true });
  cpSync(join(sealed, ".env.sealed"), at("srv/shop/.env.sealed"));
  writeFileSync(at("srv/shop/app.js"), application);
  writeFileSync(at("etc/systemd/system/shop.service"), unit);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await holds()) return;
    await sleep(200);
  }
  throw new Error("it did not come about within 30 s");
}
