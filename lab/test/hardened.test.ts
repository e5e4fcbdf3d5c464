import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, hardened, labReady, startLab, type Lab } from "@secondlock/lab";
import { answer, openPorts, withKey, withPassword } from "./doors.ts";

describe.skipIf(!labReady())("the hardened hosts", () => {
  let lab: Lab<"app-1" | "db-1" | "stranger">;

  beforeAll(async () => {
    const fixtures = [admins, hardened];
    lab = await startLab({
      hosts: { "app-1": { role: "app", fixtures }, "db-1": { role: "db", fixtures }, stranger: { role: "bare" } },
    });
  });
  afterAll(() => lab?.stop());

  test("every unit runs, sshd has no complaint, and sudoers are well formed", async () => {
    for (const host of [lab.hosts["app-1"], lab.hosts["db-1"]]) {
      expect(await answer(host, "systemctl is-system-running; systemctl --failed --no-legend")).toBe("running");
      expect(await answer(host, "sshd -t")).toBe("");
      expect((await host.exec(["visudo", "-c"])).code).toBe(0);
    }
  });

  test("two keys open, one does not, and neither does a password or root", async () => {
    expect((await lab.operator.ssh("app-1", "id -un")).stdout).toBe("ada\n");
    expect((await lab.operator.ssh(lab.hosts["app-1"].ipv6, "id -un")).stdout).toBe("ada\n");
    for (const key of ["ada", "ada-token"] as const)
      expect((await withKey(lab, "ada@app-1", key)).stderr).toContain("Permission denied");
    const { ada } = lab.operator.passwords;
    for (const method of ["password", "keyboard-interactive"])
      expect((await withPassword(lab, "ada@app-1", ada, method)).stderr).toContain("Permission denied (publickey)");
    expect((await lab.operator.ssh("root@app-1", "id")).stderr).toContain("Permission denied");
  });

  test("the jump to the database host works, and no other forwarding", async () => {
    const jump = (to: string) =>
      lab.operator.exec([
        "ssh",
        "-F",
        lab.operator.sshConfig,
        "-o",
        "BatchMode=yes",
        "-o",
        "LogLevel=ERROR",
        "-J",
        "app-1",
        to,
        "id -un",
      ]);
    expect((await jump("db-1")).stdout).toBe("ada\n");
    const refused = await lab.operator.ssh("app-1", "", { arguments: ["-W", `${lab.hosts.stranger.ipv4}:22`] });
    expect(refused.code).not.toBe(0);
  });

  test("sudo asks, and takes the password", async () => {
    expect((await lab.operator.ssh("app-1", "sudo -n id")).stderr).toContain("a password is required");
    const { ada } = lab.operator.passwords;
    expect((await lab.operator.ssh("app-1", "sudo -S -p '' id -un", { input: `${ada}\n` })).stdout).toBe("root\n");
  });

  test("ports: the declared ones, over IPv4 and IPv6; the databases for the application's host only", async () => {
    const ports = [22, 80, 443, 3306, 5432, 6379, 8080];
    const { "app-1": app, "db-1": db, stranger } = lab.hosts;
    const seen = await Promise.all([
      ...[app.ipv4, app.ipv6, db.ipv4, db.ipv6].map((address) => openPorts(stranger, address, ports)),
      ...[db.ipv4, db.ipv6].map((address) => openPorts(app, address, ports)),
    ]);
    expect(seen).toEqual([[22, 80, 443], [22, 80, 443], [], [], [22, 3306, 5432], [22]]);
  });

  test("http leads to https; TLS 1.1 is refused; only root reads the key", async () => {
    const head = (...more: string[]) => lab.operator.exec(["curl", "-skI", "--max-time", "5", ...more]);
    expect((await head("http://app-1.example/login")).stdout).toMatch(
      /^HTTP\/1.1 301[^]*Location: https:\/\/app-1.example\/login/,
    );
    expect((await head("https://app-1.example/")).stdout).toContain("strict-transport-security");
    expect((await head("--tlsv1.0", "--tls-max", "1.1", "https://app-1.example/")).code).not.toBe(0);
    expect(await answer(lab.hosts["app-1"], "stat -c '%a %U' /etc/ssl/site/site.key")).toBe("400 root");
  });

  test("a password can be changed, but not to a bad one; guessing locks out", async () => {
    const host = lab.hosts["app-1"];
    const change = (password: string) =>
      host.exec(["sh", "-c", 'printf \'%s\\n%s\\n\' "$NEW" "$NEW" | passwd grace'], { env: { NEW: password } });
    expect((await change("password")).code).not.toBe(0);
    expect(await change("Wide7-lantern.Ocean")).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining("dictionary") as string,
    });
    // All within one login: a new one, with keys, sets the count of wrong guesses back.
    const guess =
      "for i in 1 2 3 4 5; do echo wrong | sudo -k -S -p '' true 2> /dev/null & done; wait; sudo -k -S -p '' id -un";
    const late = await lab.operator.ssh("app-1", guess, { input: `${lab.operator.passwords.ada}\n` });
    expect(late).toMatchObject({ stdout: "" });
    expect(late.code).not.toBe(0);
    await host.exec(["faillock", "--user", "ada", "--reset"]);
  });

  test("the system's settings hold", async () => {
    const host = lab.hosts["app-1"];
    expect(await answer(host, "sysctl -n net.ipv4.conf.all.accept_redirects net.ipv4.conf.all.log_martians")).toBe(
      "0\n1",
    );
    expect(await answer(host, "passwd -S root | cut -d' ' -f2")).toBe("L");
    expect(await answer(host, "stat -c %a /home/ada /home/grace /etc/cron.d /etc/ssh/sshd_config")).toBe(
      "750\n750\n700\n600",
    );
    expect(await answer(host, "findmnt -no OPTIONS /tmp; findmnt -no OPTIONS /dev/shm")).toMatch(/noexec[^]*noexec/);
    expect(await answer(host, "journalctl --header | grep -c '/var/log/journal'")).not.toBe("0");
  });

  test("the databases speak TLS with one small account", async () => {
    const host = lab.hosts["db-1"];
    expect(await answer(host, "mariadb -N -e \"SELECT CONCAT(User,'@',Host) FROM mysql.user ORDER BY User\"")).toBe(
      `app@${lab.hosts["app-1"].ipv4}\nmariadb.sys@localhost\nmysql@localhost\nroot@localhost`,
    );
    expect(await answer(host, "runuser -u nobody -- mariadb -u root -e 'SELECT 1'")).toContain("Access denied");
    expect(await answer(host, "mariadb -N -e 'SELECT @@require_secure_transport, @@have_ssl'")).toBe("1\tYES");
    expect(
      await answer(
        host,
        "runuser -u postgres -- psql -Atc 'SHOW ssl; ' -c \"SELECT rolsuper FROM pg_roles WHERE rolname='app'\"",
      ),
    ).toBe("on\nf");
    expect(
      await answer(host, `runuser -u nobody -- psql -h ${host.ipv4} -U postgres -Atc 'SELECT 1' template1`),
    ).toContain("no pg_hba.conf entry");
    expect(await answer(host, "stat -c %a /var/lib/mysql /var/lib/postgresql/15/main")).toBe("700\n700");
  });
});
