import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { admins, labReady, startLab, sweep } from "@secondlock/lab";
import { remainsOf } from "./remains.ts";

describe.skipIf(!labReady())("what a lab leaves behind", () => {
  test("stop leaves nothing, and may be called twice", async () => {
    const lab = await startLab({ hosts: { bare: { role: "bare", fixtures: [admins] } } });
    const run = dirname(lab.directory);
    lab.operator.spawn(["sleep", "600"]);
    expect(remainsOf(lab.prefix, run).length).toBeGreaterThan(5);

    await lab.stop();
    await lab.stop();

    expect(remainsOf(lab.prefix, run)).toEqual([]);
  });

  test("a start that fails leaves nothing", async () => {
    const broken = {
      id: "broken",
      about: "fails while seeding",
      seed: () => ({ commands: ["echo no such luck >&2; exit 3"] }),
    };
    const before = remainsOf(`secondlock-${process.pid}-`, `/runs/${process.pid}-`);

    await expect(startLab({ hosts: { bare: { role: "bare", fixtures: [broken] } } })).rejects.toThrow("no such luck");

    expect(remainsOf(`secondlock-${process.pid}-`, `/runs/${process.pid}-`)).toEqual(before);
  });

  test("SIGTERM takes the lab down before the process ends", async () => {
    const { child, prefix, run } = await labInAnotherProcess();

    child.kill("SIGTERM");
    const [, signal] = await once(child, "exit");

    expect(signal).toBe("SIGTERM");
    expect(remainsOf(prefix, run)).toEqual([]);
  });

  test("after kill -9 the host is gone at once, and the next start sweeps up the rest", async () => {
    const { child, prefix, run } = await labInAnotherProcess();

    child.kill("SIGKILL");
    await once(child, "exit");
    await sweep();

    expect(remainsOf(prefix, run)).toEqual([]);
  });

  test("a sweep leaves labs alone whose owner lives", async () => {
    await using lab = await startLab({ hosts: { bare: { role: "bare", fixtures: [admins] } } });

    await sweep();

    expect((await lab.operator.ssh("bare", "true")).code).toBe(0);
  });
});

async function labInAnotherProcess() {
  const script = new URL("boot-and-wait.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { prefix, directory } = JSON.parse(line) as { prefix: string; directory: string };
  const run = dirname(directory);
  expect(remainsOf(prefix, run).length).toBeGreaterThan(3);
  return { child, prefix, run };
}
