import { expect, it } from "vitest";
import { paceFor } from "./pace.ts";

async function waited(software: string, probes: number): Promise<number> {
  let clock = 0;
  const pace = paceFor(
    software,
    () => clock,
    (ms) => Promise.resolve(void (clock += ms)),
  );
  for (let count = 0; count < probes; count += 1)
    await pace.wait({ kind: "ssh-login", account: "root", family: 4, keys: "all" });
  return clock;
}

it.each([
  ["OpenSSH_9.2p1", 10, 0],
  ["OpenSSH_9.7p1", 10, 0],
  ["OpenSSH_9.9p1", 2, 0],
  ["OpenSSH_9.9p1", 4, 10_000],
  ["OpenSSH_10.0p2", 3, 5_000],
  ["dropbear_2022.83", 10, 0],
])("%s: %i failing logins wait %i ms in all", async (software, probes, ms) => {
  expect(await waited(software, probes)).toBe(ms);
});
