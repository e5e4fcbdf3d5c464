import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import type { KernelSettings } from "../facts/kernel-settings.ts";
import { sysctlSettings } from "./sysctl-settings.ts";

const path = "/etc/sysctl.d/zz-secondlock.conf";
const conf = (name: string, all: string, eth0: string): Record<string, string> => ({
  [`net.ipv4.conf.all.${name}`]: all,
  [`net.ipv4.conf.default.${name}`]: all,
  [`net.ipv4.conf.eth0.${name}`]: eth0,
  [`net.ipv4.conf.lo.${name}`]: all,
});
const debian: KernelSettings = {
  live: {
    "kernel.kptr_restrict": "0",
    "net.ipv4.ip_forward": "1",
    "net.ipv6.conf.all.forwarding": "1",
    "net.ipv6.conf.eth0.forwarding": "1",
    ...conf("rp_filter", "0", "0"),
    ...conf("accept_redirects", "0", "0"),
  },
  persisted: { "kernel.pid_max": "4194304" },
};

function lines(states: readonly ReturnType<typeof sysctlSettings>[], value = debian): readonly string[] {
  const text = written(brought(states, value))[path] ?? "";
  const settled = settledBy(states, value);
  expect(written(brought(states, settled))[path], "the file stays once it is there").toBe(text);
  expect(settledBy(states, settled)).toEqual(settled);
  return text.split("\n").slice(1, -1);
}

describe("sysctl-settings", () => {
  it("writes a pattern for all, default and whatever comes, and lets no refused value hold up the others", () => {
    const states = [sysctlSettings({ "net.ipv4.conf.*.rp_filter": ["2", "1"] })];
    expect(lines(states)).toEqual([
      "-net.ipv4.conf.all.rp_filter = 2",
      "-net.ipv4.conf.default.rp_filter = 2",
      "-net.ipv4.conf.*.rp_filter = 2",
    ]);
    expect(brought(states, debian)).toMatchObject([{ reload: "sysctl", path, enforceMode: true }]);
    expect(settledBy(states, debian).live).toMatchObject(conf("rp_filter", "2", "2"));
  });

  it("names an interface that another file names, for that line would beat the pattern", () => {
    const persisted = { "net.ipv4.conf.eth0/10.rp_filter": "0", "net.ipv4.conf.eth0.log_martians": "0" };
    expect(lines([sysctlSettings({ "net.ipv4.conf.*.rp_filter": ["2"] })], { ...debian, persisted })).toContain(
      "-net.ipv4.conf.eth0/10.rp_filter = 2",
    );
  });

  it("leaves a stricter value that is accepted as it is", () => {
    const strict = { ...debian, live: { ...debian.live, "kernel.kptr_restrict": "2", ...conf("rp_filter", "0", "1") } };
    const states = [
      sysctlSettings({ "kernel.kptr_restrict": ["1", "2"] }),
      sysctlSettings({ "net.ipv4.conf.*.rp_filter": ["2", "1"] }),
    ];
    expect(lines(states, strict)).toEqual([
      "-kernel.kptr_restrict = 2",
      "-net.ipv4.conf.all.rp_filter = 1",
      "-net.ipv4.conf.default.rp_filter = 1",
      "-net.ipv4.conf.*.rp_filter = 1",
    ]);
  });

  it("switches forwarding off before accept_redirects, which the kernel sets back with it", () => {
    const off = sysctlSettings({ "net.ipv4.ip_forward": ["0"], "net.ipv6.conf.all.forwarding": ["0"] });
    expect(lines([off])).toEqual([
      "-net.ipv4.ip_forward = 0",
      "-net.ipv4.conf.all.accept_redirects = 0",
      "-net.ipv6.conf.all.forwarding = 0",
    ]);
    expect(off.settle(debian).live["net.ipv6.conf.eth0.forwarding"]).toBe("0");
    const redirects = sysctlSettings({ "net.ipv4.conf.*.accept_redirects": ["0"] });
    expect(lines([redirects, off])).toEqual([
      "-net.ipv4.ip_forward = 0",
      "-net.ipv4.conf.all.accept_redirects = 0",
      "-net.ipv4.conf.default.accept_redirects = 0",
      "-net.ipv4.conf.*.accept_redirects = 0",
      "-net.ipv6.conf.all.forwarding = 0",
    ]);
  });

  it("says what some settings cost and risk", () => {
    expect(sysctlSettings({ "kernel.dmesg_restrict": ["1"] })).toMatchObject({
      costs: expect.stringContaining("sudo") as unknown,
    });
    expect(sysctlSettings({ "net.ipv4.tcp_syncookies": ["1"] }).costs).toBeUndefined();
  });
});
