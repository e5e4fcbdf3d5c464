import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, inLabRange, labReady, startLab, type Lab } from "@secondlock/lab";

/** Addresses for documentation (RFC 5737, RFC 3849): nobody's, should one ever get out. */
const OUTSIDE = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"];

describe.skipIf(!labReady())("the lab", () => {
  let lab: Lab<"app-1" | "db-1" | "stranger" | "small">;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        "app-1": { role: "app", fixtures: [admins] },
        "db-1": { role: "db", fixtures: [admins] },
        stranger: { role: "bare" },
        small: { role: "bare", fixtures: [admins], diskSize: "24m" },
      },
      say: (line) => console.log(line),
    });
  });
  afterAll(() => lab?.stop());

  test("ada logs in by name, over IPv4 and over IPv6, and the host keys are known", async () => {
    for (const name of ["app-1", "db-1"] as const) {
      const { ipv4, ipv6 } = lab.hosts[name];
      for (const at of [name, `${name}.example`, ipv4, ipv6]) {
        const { code, stdout, stderr } = await lab.operator.ssh(at, "id -un; hostname");
        expect({ at, code, stdout, stderr }).toEqual({ at, code: 0, stdout: `ada\n${name}\n`, stderr: "" });
      }
    }
  });

  test("no unit failed", async () => {
    for (const host of Object.values(lab.hosts))
      expect({ host: host.name, state: host.state }).toEqual({ host: host.name, state: "running" });
  });

  test("nothing leaves: every address outside is unreachable, and there is no route to it", async () => {
    const stations = [lab.operator.exec, ...Object.values(lab.hosts).map((host) => host.probe.bind(host))];
    for (const from of stations) {
      for (const family of ["-4", "-6"])
        expect((await from(["ip", family, "route", "show", "default"])).stdout).toBe("");
      for (const address of OUTSIDE) {
        const { code, stderr } = await from(["bash", "-c", `exec 3<>/dev/tcp/${address}/443`]);
        expect(code).not.toBe(0);
        expect(stderr).toContain("Network is unreachable");
      }
    }
  });

  test("this machine has no address among the hosts, and cannot reach them", async () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    expect(own.filter(({ address }) => inLabRange(address))).toEqual([]);
    const bridge = await lab.operator.exec([
      "ip",
      "-n",
      `${lab.prefix}switch`,
      "-o",
      "address",
      "show",
      "dev",
      "bridge0",
    ]);
    expect(bridge).toMatchObject({ code: 0, stdout: "" });
  });

  test("a bare host stays bare, while others have what their role brings", async () => {
    const installed = async (name: "app-1" | "db-1" | "stranger") =>
      (await lab.hosts[name].exec(["dpkg-query", "-W", "-f", "${Package}\n"])).stdout.split("\n");
    expect(await installed("app-1")).toContain("nginx-light");
    expect(await installed("db-1")).toEqual(expect.arrayContaining(["mariadb-server", "postgresql"]));
    const bare = await installed("stranger");
    for (const name of ["nginx-light", "mariadb-server", "postgresql", "libpam-pwquality", "cron"])
      expect(bare).not.toContain(name);
    expect((await lab.hosts.stranger.exec(["getent", "passwd", "ada"])).code).not.toBe(0);
  });

  test("sudo takes ada's password of this run", async () => {
    const { ada } = lab.operator.passwords;
    expect((await lab.operator.ssh("app-1", "sudo -S -p '' id -un", { input: `${ada}\n` })).stdout).toBe("root\n");
    expect((await lab.operator.ssh("app-1", "sudo -k -S -p '' id -un", { input: "wrong\n" })).code).not.toBe(0);
  });

  test("a reboot keeps the disk and nothing else", async () => {
    const host = lab.hosts["app-1"];
    const before = (await host.exec(["cat", "/proc/sys/kernel/random/boot_id"])).stdout;
    const made = await host.exec(["sh", "-ec", "echo kept > /root/note; nft add table inet lost"]);
    expect(made).toMatchObject({ code: 0, stderr: "" });

    await host.reboot();

    expect((await host.exec(["cat", "/root/note"])).stdout).toBe("kept\n");
    expect((await host.exec(["nft", "list", "tables"])).stdout).toBe("");
    expect((await host.exec(["cat", "/proc/sys/kernel/random/boot_id"])).stdout).not.toBe(before);
    expect((await lab.operator.ssh("app-1", "true")).code).toBe(0);
  });

  test("a host with a small disk fills up", async () => {
    const { code, stderr } = await lab.hosts.small.exec(["dd", "if=/dev/zero", "of=/root/big", "bs=1M", "count=64"]);
    expect(code).not.toBe(0);
    expect(stderr).toContain("No space left on device");
  });

  test("systemd of one host does not see another's processes", async () => {
    const { stdout } = await lab.hosts["app-1"].exec(["systemctl", "show", "-p", "MainPID", "--value", "ssh.service"]);
    await lab.hosts.stranger.exec(["systemctl", "kill", "--signal=KILL", "ssh.service"]);
    expect(
      (await lab.hosts["app-1"].exec(["systemctl", "show", "-p", "MainPID", "--value", "ssh.service"])).stdout,
    ).toBe(stdout);
  });
});
