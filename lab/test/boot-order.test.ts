import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish, hostProgram } from "@secondlock/engine/testing";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";

const home = "/var/lib/secondlock";
const units = "/etc/systemd/system";

describe.skipIf(!labReady())("the power is cut while a change waits to be confirmed", () => {
  let lab: Lab<"one">;

  beforeAll(async () => {
    lab = await startLab({ hosts: { one: { role: "bare", fixtures: [admins] } } });
    const { one } = lab.hosts;
    await sh(`mkdir -m 700 ${home}; systemctl enable nftables.service`);
    await one.exec(["sh", "-c", `cat > ${home}/host.pl`], { input: hostProgram() });
    const input = ["seconds\t60", fileWish("/etc/secondlock-test", "ours\n"), ""].join("\n");
    const begun = await one.exec(["perl", `${home}/host.pl`, "begin"], { input });
    const id = /^armed\t(\S+)$/m.exec(begun.stdout)?.[1] ?? "";
    await one.exec(["perl", `${home}/host.pl`, "apply", id]);
    // long enough that whatever does not wait for it comes first
    const slow = `${units}/secondlock-rollback-at-boot.service.d`;
    await sh(`mkdir ${slow}; printf '[Service]\\nExecStartPre=/bin/sleep 3\\n' > ${slow}/slow.conf; sync`);
    expect(await sh("cat /etc/secondlock-test")).toBe("ours\n");
    await one.cut();
    await one.boot();
  });
  afterAll(() => lab?.stop());

  const sh = async (script: string): Promise<string> => (await lab.hosts.one.exec(["sh", "-c", script])).stdout;

  test("the next boot takes it back", async () => {
    expect(await sh(`cat ${home}/journal/*/state; ls ${home}/armed /etc/secondlock-test 2>/dev/null`)).toBe(
      "taken back\n",
    );
  });

  test.each(["ssh.service", "nftables.service"])("%s starts only once it is back", async (unit) => {
    const taken = Number(await sh(`stat -c %.6Y ${home}/journal/*/state`));
    const shown = await sh(`systemctl show --timestamp=us+utc -p InactiveExitTimestamp ${unit}`);
    const [, day = "", time = ""] = /=\w+ (\S+) (\S+) UTC$/m.exec(shown) ?? [];
    const started = Date.parse(`${day}T${time}Z`) / 1_000;
    expect(taken).toBeGreaterThan(0);
    expect(started).toBeGreaterThan(taken);
  });
});
