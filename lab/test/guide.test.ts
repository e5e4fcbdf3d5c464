import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, guide, guideSecondFactor, labReady, startLab, type Lab } from "@secondlock/lab";
import { answer, openPorts, withPassword } from "./doors.ts";

describe.skipIf(!labReady())("hosts that followed the guide", () => {
  let lab: Lab<"app-1" | "db-1" | "locked-out" | "stranger">;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        "app-1": { role: "app", fixtures: [admins, guide] },
        "db-1": { role: "db", fixtures: [admins, guide] },
        "locked-out": { role: "bare", fixtures: [admins, guideSecondFactor] },
        stranger: { role: "bare" },
      },
    });
  });
  afterAll(() => lab?.stop());

  test("keys work and the password method is off; keyboard-interactive takes the same password", async () => {
    const { ada } = lab.operator.passwords;
    expect((await lab.operator.ssh("app-1", "id -un")).stdout).toBe("ada\n");
    expect((await withPassword(lab, "ada@app-1", ada, "password")).stderr).toContain("Permission denied");
    expect((await withPassword(lab, "ada@app-1", ada, "keyboard-interactive")).stdout).toBe("ada\n");
    expect((await lab.operator.ssh("root@app-1", "id")).stderr).toContain("Permission denied");
  });

  test("the database host is shut over IPv4 and open over IPv6", async () => {
    const { "db-1": db, stranger } = lab.hosts;
    expect(await openPorts(stranger, db.ipv4, [22, 3306])).toEqual([]);
    expect(await openPorts(lab.hosts["app-1"], db.ipv4, [22, 3306])).toEqual([22, 3306]);
    expect(await openPorts(stranger, db.ipv6, [22, 3306])).toEqual([22]);
  });

  test("nobody can change a password", async () => {
    const script = "printf 'Wide7-lantern.Ocean\\nWide7-lantern.Ocean\\n' | passwd grace";
    expect((await lab.hosts["app-1"].exec(["sh", "-c", script])).code).not.toBe(0);
  });

  test("the alert watches a file that is not there", async () => {
    const host = lab.hosts["app-1"];
    expect(await answer(host, "systemctl is-active monit.service; ls /var/log/auth.log 2>&1 | grep -c 'No such'")).toBe(
      "active\n1",
    );
  });

  test("the backup's private key and schedule lie on the database host", async () => {
    expect(await answer(lab.hosts["db-1"], "ls /root/private-key.pem; crontab -l")).toBe(
      "/root/private-key.pem\n1 0 * * * /root/bin/backup.sh",
    );
  });

  test("with its second factor, the right key and the right password do not open", async () => {
    const { ada } = lab.operator.passwords;
    const key = ["-i", lab.operator.keys.ada.privateFile];
    const result = await withPassword(lab, "ada@locked-out", ada, "publickey,keyboard-interactive", key);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("Permission denied");
  });
});
