import { describe, expect, it } from "vitest";
import { runProcess } from "./process.ts";

const limits = { seconds: 10, bytes: 1_000_000 };

describe("a program that misbehaves", () => {
  it("ends one that never ends", async () => {
    const ended = await runProcess(["sleep", "60"], "", { ...limits, seconds: 0.2 });
    expect(ended.interrupted).toMatch(/no end after/);
  });

  it("ends one that prints a gigabyte, and keeps no more than the limit", async () => {
    const ended = await runProcess(["sh", "-c", "head -c 1000000000 /dev/zero"], "", { ...limits, bytes: 100_000 });
    expect(ended.cut).toBe(true);
    expect(ended.stdout.length).toBeLessThanOrEqual(100_000);
  });

  it("ends one whose child holds the pipe open in a session of its own", async () => {
    const started = Date.now();
    const ended = await runProcess(["sh", "-c", "setsid sleep 30 & wait"], "", { ...limits, seconds: 0.2 });
    expect(ended.interrupted).toMatch(/no end/);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("says 127 when it is not there", async () => {
    expect((await runProcess(["no-such-program-here"], "x", limits)).status).toBe(127);
  });

  it("stops on request", async () => {
    const ended = await runProcess(["sleep", "60"], "", { ...limits, signal: AbortSignal.timeout(100) });
    expect(ended.interrupted).toBe("stopped by you");
  });

  it("does not mind a program that does not read its input", async () => {
    expect((await runProcess(["true"], "x".repeat(1_000_000), limits)).status).toBe(0);
  });
});
