import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  admins,
  type CommandResult,
  type Fixture,
  type Host,
  type Lab,
  labReady,
  startLab,
  weak,
} from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { difference, everything } from "./everything.ts";

/** A package that no server needs, without a network to get it from. */
const telnet: Fixture = {
  id: "telnet",
  about: "a package called telnet is installed",
  seed: () => ({
    commands: [
      "mkdir -p /root/telnet/DEBIAN; printf 'Package: telnet\\nVersion: 1\\nArchitecture: all\\nMaintainer: lab <root@localhost>\\nDescription: telnet\\n' > /root/telnet/DEBIAN/control",
      "dpkg-deb --build /root/telnet /root/telnet.deb >/dev/null; dpkg -i /root/telnet.deb >/dev/null; rm -rf /root/telnet /root/telnet.deb",
    ],
  }),
};

/** The shop keeps a file where its bounds will not let it. */
const writer: Fixture = {
  id: "writer",
  about: "the shop writes beside its folder, and ends when it cannot",
  seed: () => ({
    files: [
      {
        path: "/srv/shop/start",
        content: "#!/bin/sh\nwhile date > /opt/state; do sleep 0.2; done\nexit 1\n",
        mode: "755",
        owner: "shop:shop",
      },
    ],
    commands: ["touch /opt/state; chown shop:shop /opt/state"],
  }),
};

describe.skipIf(!labReady())("bad days of packages and of the application", () => {
  let lab: Lab<"app-1" | "app-2" | "app-3" | "app-4" | "app-5" | "app-6">;
  let desk: Desk;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        "app-1": { role: "app", fixtures: [admins, weak, writer] },
        "app-2": { role: "app", fixtures: [admins, weak, telnet] },
        "app-3": { role: "app", fixtures: [admins, weak, telnet] },
        "app-4": { role: "app", fixtures: [admins, weak, telnet] },
        "app-5": { role: "app", fixtures: [admins, weak, telnet] },
        "app-6": { role: "app", fixtures: [admins, weak] },
      },
    });
    desk = deskFor(lab, "desk");
  });
  afterAll(() => lab?.stop());

  /** Holds dpkg's lock as dpkg does, until it is let go or two minutes are over. */
  async function holdLock(host: Host): Promise<{ readonly letGo: () => Promise<CommandResult> }> {
    const holder = `use Fcntl; open my $lock, ">>", "/var/lib/dpkg/lock-frontend" or die;
my $whole = pack "s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0; fcntl $lock, F_SETLK, $whole or die "not locked: $!";
open my $held, ">", "/held"; close $held;
for (1 .. 1200) { last if -e "/release"; select undef, undef, undef, 0.1 }`;
    const ended = host.exec(["perl", "-e", holder], { timeoutMs: 130_000 });
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await host.exec(["test", "-e", "/held"])).code === 0)
        return {
          async letGo() {
            await host.exec(["touch", "/release"]);
            return await ended;
          },
        };
      await sleep(100);
    }
    throw new Error(`the lock is not held: ${(await ended).stderr}`);
  }

  /** Until apt waits for the lock: by then the plan is made, shown and agreed to. */
  async function untilAptWaits(host: Host): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      if ((await host.exec(["pgrep", "-f", "[D]Pkg::Lock::Timeout"])).code === 0) return;
      await sleep(100);
    }
    throw new Error("apt does not come to its turn");
  }

  const telnetOn = async (host: Host): Promise<string> =>
    (await host.exec(["dpkg-query", "-W", "-f", "${Status}", "telnet"])).stdout;

  test.concurrent("dpkg's lock is held for long: it waits as long as it is told to, says who holds it, and changes nothing", async () => {
    const host = lab.hosts["app-2"];
    const before = await everything(host);
    const lock = await holdLock(host);
    const begun = Date.now();
    const { code, stdout } = await desk.secondlock(
      "harden",
      "app-2",
      "--yes",
      "--lock-wait",
      "8",
      "--only",
      "no-legacy-clients",
    );
    const took = (Date.now() - begun) / 1_000;
    expect((await lock.letGo()).code).toBe(0);
    expect({ code, stdout }).toMatchObject({
      code: 5,
      stdout: expect.stringMatching(
        /app-2: nothing was changed: another program holds dpkg's lock, and did not let go of it within 8 s: perl \(process \d+\)/,
      ),
    });
    expect(took).toBeGreaterThan(8);
    expect(await telnetOn(host)).toBe("install ok installed");
    expect((await host.exec(["test", "-e", "/var/lib/secondlock/journal"])).code).toBe(1);
    expect(difference(before, await everything(host))).toBe("");
  });

  test.concurrent("dpkg's lock is let go of in time: the change is made", async () => {
    const host = lab.hosts["app-3"];
    const lock = await holdLock(host);
    const hardening = desk.secondlock("harden", "app-3", "--yes", "--only", "no-legacy-clients");
    await sleep(7_000);
    expect(await telnetOn(host)).toBe("install ok installed");
    await lock.letGo();
    expect(await hardening).toMatchObject({ code: 0, stdout: expect.stringContaining("app-3: changed and confirmed") });
    expect(await telnetOn(host)).not.toMatch(/ installed$/);
    const undo = await desk.secondlock("undo", "app-3", "--dry-run");
    expect(undo).toMatchObject({ code: 0, stdout: expect.stringContaining("  stays: package telnet (removed)\n") });
  });

  test.concurrent("a file is edited by hand while apt is at work: what the plan is now is shown, and the file is not overwritten unasked", async () => {
    const host = lab.hosts["app-4"];
    const path = "/etc/ssh/sshd_config.d/00-secondlock.conf";
    expect(await desk.secondlock("harden", "app-4", "--yes", "--only", "ssh-max-auth-tries")).toMatchObject({
      code: 0,
    });
    const lock = await holdLock(host);
    const both = ["app-4", "--yes", "--only", "no-legacy-clients", "ssh-max-auth-tries"];
    const hardening = desk.secondlock("harden", ...both);
    await untilAptWaits(host);
    await host.exec(["sed", "-i", "s/maxauthtries 4/maxauthtries 9/", path]);
    await lock.letGo();
    const { code, stdout } = await hardening;
    expect({ code, stdout }).toMatchObject({
      code: 5,
      stdout: expect.stringContaining(
        `app-4: its packages were changed (telnet removed), and nothing else: changed by hand since Secondlock wrote it: ${path}`,
      ),
    });
    expect(stdout).toMatch(/^app-4: since its packages were changed, this is new in the plan$[^]*maxauthtries 9/m);
    expect((await host.exec(["cat", path])).stdout).toContain("maxauthtries 9");
    expect(await telnetOn(host)).not.toMatch(/ installed$/);
  });

  test.concurrent("two changes take an administrator's root together: it is told beforehand by name, and afterwards", async () => {
    const only = ["sudo-asks-password", "no-empty-passwords"];
    const { code, stdout } = await desk.secondlock("harden", "app-6", "--yes", "--only", ...only);
    const [before = "", after = ""] = stdout.split("If all else fails");
    expect(before.replaceAll(/\s+/g, " ")).toContain(
      "Afterwards grace has no password that sudo could ask for (sudo-works).",
    );
    expect(after).toMatch(/^ {2}worse than before: broken sudo-works: grace has no password that sudo could ask for$/m);
    expect({ code, stdout }).toMatchObject({ code: 1 });
  });

  test.concurrent("the host cannot be armed after apt was at work: what apt did is named", async () => {
    const host = lab.hosts["app-5"];
    await host.exec(["sh", "-c", "mount --bind /etc/systemd /etc/systemd && mount -o remount,ro,bind /etc/systemd"]);
    const { code, stdout } = await desk.secondlock("harden", "app-5", "--yes", "--only", "no-legacy-clients");
    expect({ code, stdout }).toMatchObject({
      code: 5,
      stdout: expect.stringMatching(
        /^app-5: its packages were changed \(telnet removed\), and nothing else: .*Read-only file system/m,
      ),
    });
    expect(stdout).not.toContain("nothing was changed");
    expect(await telnetOn(host)).not.toMatch(/ installed$/);
  });

  test.concurrent("the application does not live within its new bounds: they are taken back, and it runs again", async () => {
    const host = lab.hosts["app-1"];
    const unit = ["systemctl", "show", "shop.service", "-p", "ActiveState", "-p", "ProtectSystem"];
    const [before, runsBefore] = [await everything(host), (await host.exec(unit)).stdout];
    expect(runsBefore).toContain("ActiveState=active");
    const only = ["application-unit-hardened", "application-restarts"];
    const { code, stdout } = await desk.secondlock("harden", "app-1", "--yes", "--only", ...only);
    expect({ code, stdout }).toMatchObject({
      code: 5,
      stdout: expect.stringMatching(
        /app-1: the change was taken back, and the host is as before: shop\.service (does not run any more|ends again and again)/,
      ),
    });
    expect((await host.exec(unit)).stdout).toBe(runsBefore);
    expect(difference(before, await everything(host))).toBe("");
  });
});
