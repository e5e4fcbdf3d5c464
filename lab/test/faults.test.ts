import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import type { Fact } from "@secondlock/model";
import { admins, cloudInitPassword, guide, ipv6Open, labReady, matchRoot, nopasswdDropIn } from "@secondlock/lab";
import { protocolOne, startLab, undeclaredListener, type Lab } from "@secondlock/lab";
import { answer, openPorts, withKey, withPassword } from "./doors.ts";

describe.skipIf(!labReady())("single faults", () => {
  let lab: Lab<"cloud" | "match" | "six" | "one" | "nopasswd" | "listener" | "plain">;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        cloud: { role: "bare", fixtures: [admins, guide, cloudInitPassword] },
        match: { role: "bare", fixtures: [admins, guide, matchRoot] },
        six: { role: "bare", fixtures: [admins, ipv6Open] },
        one: { role: "bare", fixtures: [admins, protocolOne] },
        nopasswd: { role: "bare", fixtures: [admins, nopasswdDropIn] },
        listener: { role: "bare", fixtures: [admins, undeclaredListener] },
        plain: { role: "bare", fixtures: [admins] },
      },
    });
  });
  afterAll(() => lab?.stop());

  test("cloud-init-password: the file says no, sshd says yes, and a password opens", async () => {
    expect(await answer(lab.hosts.cloud, "grep ^PasswordAuthentication /etc/ssh/sshd_config")).toBe(
      "PasswordAuthentication no",
    );
    expect(await answer(lab.hosts.cloud, "sshd -T | grep ^passwordauthentication")).toBe("passwordauthentication yes");
    expect((await withPassword(lab, "ada@cloud", lab.operator.passwords.ada, "password")).stdout).toBe("ada\n");
  });

  test("match-root: root is off for `sshd -T`, and gets in", async () => {
    expect(await answer(lab.hosts.match, "sshd -T | grep ^permitrootlogin")).toBe("permitrootlogin no");
    expect((await withKey(lab, "root@match", "ada")).stdout).toBe("root\n");
  });

  test("ipv6-open: 8080 is shut over IPv4 and open over IPv6", async () => {
    expect(await openPorts(lab.hosts.plain, lab.hosts.six.ipv4, [22, 8080])).toEqual([22]);
    expect(await openPorts(lab.hosts.plain, lab.hosts.six.ipv6, [22, 8080])).toEqual([22, 8080]);
  });

  test("protocol-1: sshd starts all the same, without a word", async () => {
    expect(await answer(lab.hosts.one, "sshd -t")).toBe("");
    expect((await lab.operator.ssh("one", "id -un")).stdout).toBe("ada\n");
  });

  test("nopasswd-dropin: sudo asks nobody, while it does on a plain host", async () => {
    expect((await lab.operator.ssh("nopasswd", "sudo -n id -un")).stdout).toBe("root\n");
    expect((await lab.operator.ssh("plain", "sudo -n id -un")).stderr).toContain("a password is required");
  });

  test.each([
    ["nothing of the kind", "/etc/ssh/sshd_config.d/10-people.conf", "Match User grace\n  MaxSessions 3\n", false],
    ["a network", "/etc/ssh/sshd_config.d/10-net.conf", "Match Address 2001:db8:fa::/48\n  MaxSessions 3\n", true],
    [
      "a network behind a name",
      "/etc/ssh/sshd_config.d/10-odd.conf",
      "Match User ada=Address=2001:db8:fa::/48\n  MaxSessions 3\n",
      true,
    ],
    ["a file from elsewhere", "/srv/net.conf", 'Match "Address" 2001:db8:fa::/48\n  MaxSessions 3\n', true],
  ])("a Match block for %s: sshd is asked for a second place where it may matter", async (_, path, text, told) => {
    const include = path.startsWith("/etc/ssh/")
      ? ""
      : `echo 'Include ${path}' > /etc/ssh/sshd_config.d/10-more.conf; `;
    const write = `rm -f /etc/ssh/sshd_config.d/10-*; ${include}cat > ${path}`;
    await lab.hosts.plain.exec(["sh", "-c", write], { input: text });
    const { stdout } = await lab.hosts.plain.exec(settingsOfAda());
    expect(stdout).toContain("maxsessions 10");
    expect(/^elsewhere\n[^]*maxsessions 3$/m.test(stdout)).toBe(told);
  });

  test("undeclared-listener: it echoes what one says", async () => {
    const talk = `exec 3<>/dev/tcp/${lab.hosts.listener.ipv4}/8080; echo hello >&3; read -t 2 -r line <&3; echo "$line"`;
    expect((await lab.operator.exec(["bash", "-c", talk])).stdout).toBe("hello\n");
    expect(await openPorts(lab.hosts.plain, lab.hosts.listener.ipv6, [8080])).toEqual([8080]);
  });
});

/** The command by which an audit asks sshd what holds for ada. */
function settingsOfAda(): readonly string[] {
  const facts: readonly Fact<unknown>[] = controls.flatMap((control) => Object.values<Fact<unknown>>(control.facts));
  const read = facts.find(({ id }) => id === "sshd-effective")?.reads(exampleHost())["ada"];
  if (!read) throw new Error("no fact asks for ada's settings");
  return read.argv;
}
