import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type Host, labReady, startLab, type Lab } from "@secondlock/lab";
import { type Desk, openDesk, serviceOf } from "./bad-days-desk.ts";
import { file, replaced } from "./bad-days-fixtures.ts";

/** Holds every audit up for some seconds, in the middle of what is read. */
const slow = replaced("/usr/bin/ss", 'sleep "$(cat /etc/slow)"; exec /usr/bin/ss.real "$@"');
const slowFixtures = [admins, slow, file("/etc/slow", "4\n")];

describe.skipIf(!labReady())("an audit that is stopped half-way", () => {
  let lab: Lab<"healthy" | "slow" | "slower">;
  let desk: Desk;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        healthy: { role: "bare", fixtures: [admins] },
        slow: { role: "bare", fixtures: slowFixtures },
        slower: { role: "bare", fixtures: slowFixtures },
      },
    });
    desk = openDesk(
      lab,
      serviceOf(lab, Object.fromEntries(Object.values(lab.hosts).map(({ name, ipv4 }) => [name, `ada@${ipv4}`]))),
    );
  });
  afterAll(async () => {
    desk?.close();
    await lab?.stop();
  });

  /** Comes back in the middle of the read of a slow host. */
  async function reading(host: Host): Promise<void> {
    await expect.poll(async () => (await host.exec(["pgrep", "-x", "sleep"])).code, { timeout: 20_000 }).toBe(0);
  }

  /** The login's own processes are gone as soon as the command that runs has come to its end. */
  async function left(host: Host): Promise<void> {
    const ours = async () => (await host.exec(["pgrep", "-af", "^(sshd: ada|sudo|sh -s|sh -c|bash -s|sleep)"])).stdout;
    await expect.poll(ours, { timeout: 12_000 }).toBe("");
  }

  test.each([
    { signals: ["SIGINT"], options: [] },
    { signals: ["SIGINT", "SIGINT"], options: [] },
    { signals: ["SIGTERM"], options: [] },
    { signals: ["SIGHUP"], options: ["--ask"] },
  ] as const)("$signals $options: exit status 130, and nothing is kept or left", async ({ signals, options }) => {
    const child = lab.operator.spawn(desk.argv("--host", "slow", ...options), {
      cwd: desk.folder,
      env: { ...process.env, ...desk.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin?.end(`${lab.operator.passwords.ada}\n`);
    const said: Buffer[] = [];
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
    await reading(lab.hosts.slow);

    const sent = Date.now();
    const closed = once(child, "close");
    for (const signal of signals) child.kill(signal);
    const [code] = (await closed) as [number | null];

    expect(code).toBe(130);
    expect(Date.now() - sent).toBeLessThan(3_000);
    if (signals.length === 1)
      expect(Buffer.concat(said).toString("utf8")).toBe(
        "secondlock: stopped; nothing is kept and nothing is left behind\nhint: run it again when you are ready\n",
      );
    expect(await desk.leftBehind(signals.length === 1 ? 0.5 : 3)).toEqual([]);
    await left(lab.hosts.slow);
  });

  test.each([[[]], [["--ask"]]])("kill -9 %s: the connection and the private folders die with us", async (options) => {
    const child = lab.operator.spawn(desk.argv("--host", "slow", ...options), {
      cwd: desk.folder,
      env: { ...process.env, ...desk.env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin?.end(`${lab.operator.passwords.ada}\n`);
    await reading(lab.hosts.slow);
    expect((await desk.leftBehind(0)).join("\n")).toMatch(/ControlMaster=yes/);

    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;

    expect(await desk.leftBehind(3)).toEqual([]);
    await left(lab.hosts.slow);
  });

  test("a password that never comes does not keep Ctrl-C from working", async () => {
    const child = lab.operator.spawn(desk.argv("--host", "healthy"), {
      cwd: desk.folder,
      env: { ...process.env, ...desk.env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    await expect
      .poll(async () => (await desk.leftBehind(0)).join("\n"), { timeout: 10_000 })
      .toMatch(/ControlMaster=yes/);
    await sleep(1_500);
    const closed = once(child, "close");
    child.kill("SIGINT");
    expect((await closed)[0]).toBe(130);
    expect(await desk.leftBehind(0.5)).toEqual([]);
  });

  test("one host reboots and one loses its power half-way: the third is read to its end", async () => {
    const { slow: rebooted, slower: cut } = lab.hosts;
    for (const host of [rebooted, cut]) expect((await host.exec(["sh", "-c", "echo 60 > /etc/slow"])).code).toBe(0);
    const audit = desk.audit(["--inside-only", "--timeout", "60"]);
    await Promise.all([reading(rebooted), reading(cut)]);
    await Promise.all([rebooted.reboot(), cut.cut()]);
    const { code, audit: seen } = await audit;

    const target = (name: string) => seen.targets.find(({ id }) => id === name);
    expect(code).toBe(3);
    expect(target("healthy")).toMatchObject({ state: "read", asRoot: true });
    expect(target("healthy")?.because).toBeUndefined();
    for (const name of ["slow", "slower"]) {
      expect(target(name)?.because).toMatch(/connection|closed by the other side/);
      const lost = seen.verdicts.filter((one) => one.target === name && one.inside.because === target(name)?.because);
      expect(lost.length).toBeGreaterThan(10);
      expect(new Set(lost.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    }
    expect(await desk.leftBehind(0.5)).toEqual([]);
  });
});
