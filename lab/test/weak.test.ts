import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, labReady, startLab, weak, type Lab } from "@secondlock/lab";
import { answer, openPorts, withKey, withPassword } from "./doors.ts";

describe.skipIf(!labReady())("the weak hosts", () => {
  let lab: Lab<"app-1" | "db-1" | "stranger">;

  beforeAll(async () => {
    const fixtures = [admins, weak];
    lab = await startLab({
      hosts: { "app-1": { role: "app", fixtures }, "db-1": { role: "db", fixtures }, stranger: { role: "bare" } },
    });
  });
  afterAll(() => lab?.stop());

  test("every wrong way in is open", async () => {
    const { ada, root } = lab.operator.passwords;
    expect((await withKey(lab, "root@app-1", "root-stray")).stdout).toBe("root\n");
    expect((await withKey(lab, "ada@app-1", "root-stray")).stdout).toBe("ada\n");
    expect((await withPassword(lab, "ada@app-1", ada, "password")).stdout).toBe("ada\n");
    // Only offered: after its own guess for PermitEmptyPasswords, sshd 9.2 drops the session that this method opened.
    const offer = await lab.operator.ssh("app-1", "true", { arguments: ["-o", "PreferredAuthentications=none"] });
    expect(offer.stderr).toMatch(/\(publickey,gssapi-keyex,gssapi-with-mic,password,keyboard-interactive,hostbased\)/);
    expect((await withPassword(lab, "root@db-1", root, "password")).stdout).toBe("root\n");
    expect((await lab.operator.ssh("guest@db-1", "id -un")).stdout).toBe("guest\n");
    expect((await lab.operator.ssh("app-1", "sudo -n id -un")).stdout).toBe("root\n");
  });

  test("old algorithms are spoken", async () => {
    const old = ["-o", "KexAlgorithms=diffie-hellman-group14-sha1", "-o", "MACs=hmac-sha1", "-o", "Ciphers=aes128-cbc"];
    expect((await lab.operator.ssh("app-1", "true", { arguments: old })).code).toBe(0);
  });

  test("listeners answer over IPv4 and IPv6, also at the databases", async () => {
    const ports = [22, 80, 443, 3306, 5432, 6379, 8080];
    for (const address of [lab.hosts["app-1"].ipv4, lab.hosts["app-1"].ipv6])
      expect(await openPorts(lab.hosts.stranger, address, ports)).toEqual([22, 80, 443, 6379, 8080]);
    for (const address of [lab.hosts["db-1"].ipv4, lab.hosts["db-1"].ipv6])
      expect(await openPorts(lab.hosts.stranger, address, ports)).toEqual([22, 80, 3306, 5432, 6379, 8080]);
  });

  test("port 80 gives content away", async () => {
    for (const name of ["app-1", "db-1"]) {
      const { stdout } = await lab.operator.exec(["curl", "-s", "--max-time", "5", `http://${name}.example/`]);
      expect(stdout).toContain("<h1>Shop</h1>");
    }
  });

  test("files and accounts are as bad as they should be", async () => {
    const host = lab.hosts["app-1"];
    expect(
      await answer(
        host,
        "stat -c %a /etc/ssl/private-copy.key /etc/app/production.json /tmp/host.key /tmp/backups/production.sql",
      ),
    ).toBe("644\n644\n644\n644");
    expect(await answer(host, "awk -F: '$3==0{print $1}' /etc/passwd")).toBe("root\ntoor");
    expect(await answer(host, "passwd -S root guest 2>&1 | cut -d' ' -f2; passwd -S guest | cut -d' ' -f2")).toContain(
      "NP",
    );
    expect(await answer(host, "passwd -S root | cut -d' ' -f2")).toBe("P");
    expect(await answer(host, "apt-config dump APT::Periodic::Unattended-Upgrade")).toContain('"0"');
    expect(await answer(host, "ls /var/log/journal 2>/dev/null | wc -l")).toBe("0");
  });

  test("the databases let anybody in", async () => {
    const host = lab.hosts["db-1"];
    expect(await answer(host, "runuser -u nobody -- mariadb -u root -N -e 'SELECT mail FROM production.users'")).toBe(
      "ada@example",
    );
    expect(await answer(host, `mariadb -h ${host.ipv4} -u root -N -e 'SELECT CURRENT_USER()'`)).toMatch(/^(root)?@/);
    expect(
      await answer(host, `runuser -u nobody -- psql -h ${host.ipv4} -U postgres -Atc 'SHOW is_superuser' template1`),
    ).toBe("on");
    expect(
      await answer(host, "mariadb -N -e \"SELECT CONCAT(User,'@',Host) FROM mysql.user WHERE User='' ORDER BY Host\""),
    ).toBe("@%\n@localhost");
    expect(await answer(host, "stat -c %a /var/lib/mysql; getent passwd mysql | cut -d: -f7")).toBe("755\n/bin/bash");
  });
});
