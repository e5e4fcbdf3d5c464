import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { difference, everything } from "./everything.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const good = [
  fileWish("/etc/ssh/sshd_config.d/00-secondlock.conf", "MaxAuthTries 3\n", "600"),
  fileWish("/etc/secondlock-test", "ours\n"),
  "reload\tssh",
];

/** Longer than the time to confirm. */
const downSeconds = 14;

describe.skipIf(!labReady())("the host's network card goes down", () => {
  let lab: Lab<"one" | "two" | "three">;
  let raw: RawChanges;

  beforeAll(async () => {
    const host = { role: "bare", fixtures: [admins] } as const;
    lab = await startLab({ hosts: { one: host, two: host, three: host } });
    raw = rawChanges(lab);
  });
  afterAll(() => lab?.stop());

  /** Down at once, and up again by itself: nobody could tell the host to. */
  async function unplug(host: Host): Promise<void> {
    // without this the kernel forgets the card's IPv6 addresses
    const script = `sysctl -q -w net.ipv6.conf.eth0.keep_addr_on_down=1
systemd-run --quiet --on-active=${downSeconds} --timer-property=AccuracySec=100ms ip link set eth0 up
ip link set eth0 down`;
    const { code, stderr } = await host.exec(["sh", "-e", "-c", script]);
    if (code !== 0) throw new Error(`the card did not go down: ${stderr}`);
  }

  async function getsIn(host: Host): Promise<boolean> {
    const more = ["-o", "ConnectTimeout=2"];
    for (let tries = 0; tries < 30; tries += 1) {
      if ((await lab.operator.ssh(host.name, "true", { arguments: more, timeoutMs: 8_000 })).code === 0) return true;
      await sleep(500);
    }
    return false;
  }

  test.concurrent.each([
    ["after it is armed", "one", "rehearse"],
    ["after the change is made", "two", "log in anew"],
    ["before it is confirmed", "three", "confirm"],
  ] as const)("%s: it is taken back, and the old way in works once the card is up", async (_when, name, waitAt) => {
    const host = lab.hosts[name];
    const before = await everything(host);
    const { told } = await raw.change(host, { wishes: good, waitAt, atStep: () => unplug(host) });
    expect(told).toMatch(/^(?:will be )?taken back$/);
    await raw.untilOver(host);
    expect(await getsIn(host)).toBe(true);
    expect(difference(before, await everything(host))).toBe("");
    expect(await raw.sh(host, "cat /var/lib/secondlock/journal/*/state")).toBe("taken back\n");
  });
});
