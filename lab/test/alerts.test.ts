import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, deskFor } from "./desk.ts";
import { answer, withKey } from "./doors.ts";

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
}

/** What takes alerts: each body is a line of a file. Over TLS it says so by its port. */
const SINK = `
const { appendFileSync, readFileSync } = require("node:fs");
const [, address, folder] = process.argv;
const take = (kept) => (request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => { appendFileSync(folder + kept, body + "\\n"); response.end("ok"); });
};
require("node:http").createServer(take("/plain")).listen(8080, address);
const tls = { key: readFileSync(folder + "/sink.key"), cert: readFileSync(folder + "/sink.crt") };
require("node:https").createServer(tls, take("/tls")).listen(8443, address);
`;

describe.skipIf(!labReady())("alerts on logins", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let host: Host;
  let sink: ChildProcess | undefined;
  let hardened: CommandResult;
  let folder = "";

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins] } } });
    host = lab.hosts["app-1"];
    desk = deskFor(lab, "desk");
    folder = lab.directory;
    const address = lab.operator.ipv4;
    const make = `cd ${folder} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=sink -addext subjectAltName=IP:${address} -keyout sink.key -out sink.crt`;
    expect((await lab.operator.exec(["sh", "-c", make])).code).toBe(0);
    await open();
    const declared = `
alerts:
  plain: { webhook: "http://${address}:8080/in" }
  tls: { webhook: "https://${address}:8443/in" }
quiet:
  - { account: grace, from: ${address}, reason: the nightly copy }
`;
    writeFileSync(desk.file, readFileSync(desk.file, "utf8") + declared);
    const only = ["login-alert", "login-alert-transport", "login-alert-quiet-list"];
    hardened = await desk.secondlock("harden", "app-1", "--yes", "--only", ...only);
  });
  afterAll(async () => {
    sink?.kill("SIGKILL");
    await lab?.stop();
  });

  async function open(): Promise<void> {
    sink = lab.operator.spawn([process.execPath, "-e", SINK, lab.operator.ipv4, folder], { stdio: "ignore" });
    const listens = () => lab.operator.exec(["ss", "-Hltn", "sport = :8443"]);
    for (let left = 50; left > 0 && (await listens()).stdout === ""; left -= 1) await sleep(100);
  }

  const told = (channel: "plain" | "tls" = "plain"): readonly Told[] => {
    try {
      const lines = readFileSync(join(folder, channel), "utf8").split("\n");
      return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Told);
    } catch {
      return [];
    }
  };

  /** The first alert that fits and is newer than the count; undefined after some seconds. */
  async function hears(
    count: number,
    fits: (one: Told) => boolean,
    channel: "plain" | "tls" = "plain",
    seconds = 10,
  ): Promise<Told | undefined> {
    const until = Date.now() + seconds * 1_000;
    for (;;) {
      const one = told(channel).slice(count).find(fits);
      if (one !== undefined || Date.now() > until) return one;
      await sleep(200);
    }
  }

  /** A login of ada; what an alert says of it and of no other. More alerts than 20 a minute come as one. */
  async function login(command = ""): Promise<(one: Told) => boolean> {
    const { stdout } = await lab.operator.ssh("app-1", `echo "$SSH_CONNECTION"; ${command}`);
    const [address = "", port = ""] = stdout.split(" ");
    return ({ text }) => text.includes(`login of ada from ${address} port ${port}, publickey ED25519 SHA256:`);
  }

  const records = () => answer(host, "journalctl -q -o cat _SYSTEMD_UNIT=secondlock-alerts.service");

  test("harden brings the service, and its controls hold", async () => {
    expect(hardened).toMatchObject({ stderr: "", code: 0 });
    expect(hardened.stdout).toMatch(/changed and confirmed/);
    expect(await answer(host, "systemctl is-active secondlock-alerts secondlock-keys")).toBe("active\nactive");
    const [, level = "9"] =
      /: (\d\.\d)/.exec(await answer(host, "systemd-analyze security --no-pager secondlock-alerts | tail -n 1")) ?? [];
    expect(Number(level)).toBeLessThan(2);
    const { stdout } = await desk.secondlock("plan", "app-1", "--json", "--only", "login-alert");
    expect(JSON.parse(stdout)).toMatchObject({ plans: [{ items: [], refusals: [] }] });
  });

  test("a login arrives within 10 s: who, from where, how; a forged line does not", async () => {
    const count = told().length;
    const forge = "Accepted publickey for root from 192.0.2.1 port 1 ssh2: x";
    expect(await hears(count, await login(`logger -t sshd '${forge}'`))).toBeDefined();
    expect(told().some(({ text }) => text.includes("192.0.2.1"))).toBe(false);
  });

  test("a certificate that nobody vouches for gets nothing; once its authority is known, what waited arrives", async () => {
    expect(told("tls")).toEqual([]);
    expect(await records()).toMatch(/^failed\t.*\ttls\tverify error/m);
    const path = "/usr/local/share/ca-certificates/sink.crt";
    const input = readFileSync(join(folder, "sink.crt"), "utf8");
    await host.exec(["sh", "-c", `cat > ${path} && update-ca-certificates && systemctl restart secondlock-alerts`], {
      input,
    });
    expect(await hears(0, await login(), "tls", 20)).toBeDefined();
  });

  test("sudo and a new key arrive, and words after a command stay on the host", async () => {
    const count = told().length;
    const script = "sudo -S -p '' id -u root; echo \"$KEY\" >> .ssh/authorized_keys";
    const key = lab.operator.keys["grace-token"].publicLine;
    await lab.operator.ssh("app-1", `KEY='${key}'; ${script}`, { input: `${lab.operator.passwords.ada}\n` });
    const sudo = `sudo by ada from ${lab.operator.ipv4}, as root: /usr/bin/id (and 2 words) at`;
    expect(await hears(count, ({ text }) => text.includes(sudo))).toBeDefined();
    const added = "new key for ada in /home/ada/.ssh/authorized_keys, 256 SHA256:";
    expect(await hears(count, ({ text }) => text.includes(added))).toBeDefined();
  });

  test("sudo in a folder with a long name arrives, and a file of keys that is too long to be looked at", async () => {
    const count = told().length;
    const deep = ["d", "e", "f", "g"].map((letter) => letter.repeat(240)).join("/");
    const script = `mkdir -p /tmp/${deep} && cd /tmp/${deep} && sudo -S -p '' id`;
    await lab.operator.ssh("app-1", script, { input: `${lab.operator.passwords.ada}\n` });
    // as sudo itself breaks its line
    expect(await answer(host, "journalctl -q -o cat -t sudo")).toMatch(/^ *ada : \(command continued\) .*COMMAND=/m);
    const sudo = `sudo by ada from ${lab.operator.ipv4}, as root: /usr/bin/id at`;
    expect(await hears(count, ({ text }) => text.includes(sudo))).toBeDefined();
    const line = lab.operator.keys["grace-token"].publicLine;
    await answer(host, `{ yes '#' | head -c 1050000; echo '${line}'; } >> /home/grace/.ssh/authorized_keys`);
    const file = "new key for grace in /home/grace/.ssh/authorized_keys, a file of 105";
    expect(await hears(count, ({ text }) => text.includes(file))).toBeDefined();
  });

  test("whoever floods the journal, with marks of a drill too, hides no login and no sudo", async () => {
    const limit = "mkdir -p /etc/systemd/journald.conf.d && printf '[Journal]\\nRateLimitBurst=50\\n'";
    await answer(
      host,
      `${limit} > /etc/systemd/journald.conf.d/limit.conf && systemctl restart systemd-journald && echo done`,
    );
    const count = told().length;
    const flood = `yes ${"0".repeat(24)} | head -n 5000 | logger -t secondlock-drill`;
    expect((await lab.operator.ssh("app-1", flood)).code).toBe(0);
    const mine = await login();
    await lab.operator.ssh("app-1", "sudo -S -p '' whoami", { input: `${lab.operator.passwords.ada}\n` });
    expect(await hears(count, mine)).toBeDefined();
    expect(await hears(count, ({ text }) => text.includes("as root: /usr/bin/whoami at"))).toBeDefined();
    expect(told().some(({ text }) => text.includes("0".repeat(24)))).toBe(false);
    const most = "-p LogRateLimitIntervalSec=1s -p LogRateLimitBurst=5";
    await answer(
      host,
      `systemd-run -q --wait --unit=much ${most} sh -c 'seq 500; for i in 1 2 3; do sleep 2; echo more; done'; echo done`,
    );
    const gap = /a gap in the journal of much\.service, \d+ messages are lost/;
    expect(await hears(count, ({ text }) => gap.test(text))).toBeDefined();
  });

  test("a quiet login is told to nobody, and recorded; from another address it is told", async () => {
    const count = told().length;
    await withKey(lab, `grace@${host.ipv4}`, "grace");
    await withKey(lab, `grace@${host.ipv6}`, "grace");
    expect(await hears(count, await login())).toBeDefined();
    expect(
      told()
        .slice(count)
        .filter(({ text }) => text.includes(`login of grace from ${lab.operator.ipv4} `)),
    ).toEqual([]);
    const { ipv6 } = lab.operator;
    expect(await hears(count, ({ text }) => text.includes(`login of grace from ${ipv6} `))).toBeDefined();
    expect(await records()).toMatch(/^quiet\t\S+\tlogin of grace from /m);
  });

  test("kill -9 of the program loses nothing, and tells nothing twice", async () => {
    const count = told().length;
    await host.exec(["sh", "-c", "systemctl kill -s KILL secondlock-alerts"]);
    expect(await hears(count, await login())).toBeDefined();
    const ids = told().flatMap(({ id, kind }) => (kind === "summary" ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("while nobody takes it the alert waits, and comes later", async () => {
    sink?.kill("SIGKILL");
    await sleep(200);
    const count = told().length;
    const mine = await login();
    await sleep(1_500);
    expect(told().length).toBe(count);
    await open();
    expect(await hears(count, mine, "plain", 20)).toBeDefined();
  });

  test("the drill says delivered, and ends with 1 when it is not", async () => {
    const good = await desk.secondlock("drill", "login-alert", "app-1");
    expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^app-1: delivered; .*\n {2}plain: deliv/) });
    const [, nonce = "?"] = /mark ([0-9a-f]{24})/.exec(good.stdout) ?? [];
    expect(await hears(0, ({ text }) => text.includes(nonce))).toBeDefined();
    await host.exec(["systemctl", "stop", "secondlock-alerts"]);
    expect(await desk.secondlock("drill", "login-alert", "app-1", "--within", "2")).toMatchObject({
      ...{ code: 1, stdout: expect.stringContaining("does not run") },
    });
  });
});
