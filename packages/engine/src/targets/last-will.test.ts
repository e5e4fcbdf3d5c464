import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

// starts a program, bequeaths one folder, takes another off the list again, and then waits
const testator = (folder: string): string => `
import { endWithUs } from ${JSON.stringify(join(import.meta.dirname, "last-will.ts"))};
import { runProcess } from ${JSON.stringify(join(import.meta.dirname, "process.ts"))};
endWithUs({ folder: ${JSON.stringify(join(folder, "a private * folder"))} });
endWithUs({ folder: ${JSON.stringify(join(folder, "kept"))} })();
await runProcess(["true"], "", { seconds: 5, bytes: 1 });
const running = runProcess(["sh", "-c", "sleep 4321 & exec sleep 4321"], "", { seconds: 60, bytes: 1 });
process.stdout.write("ready");
process.on("message", () => process.exit(0));
await running;`;

describe("what this process started and made", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secondlock-will-"));
    for (const name of ["a private * folder", "kept"]) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["SIGKILL", "SIGTERM", "exit"] as const)("ends with it: %s", async (how) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", testator(folder)], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: { ...process.env, SECONDLOCK_TEST: folder },
    });
    await once(child.stdout as NodeJS.ReadableStream, "data");
    expect(await sleepers(folder, 2)).toHaveLength(2);

    const closed = once(child, "exit");
    if (how === "exit") child.send("exit");
    else child.kill(how);
    await closed;

    expect(await sleepers(folder, 0)).toEqual([]);
    await expect.poll(() => existsSync(join(folder, "a private * folder")), { timeout: 5_000 }).toBe(false);
    expect(readdirSync(folder)).toEqual(["kept"]);
  });
});

/** The sleeps of one test, once there are that many or time is over. */
async function sleepers(folder: string, wanted: number): Promise<readonly string[]> {
  const until = Date.now() + 4_000;
  while (list(folder).length !== wanted && Date.now() < until) await sleep(20);
  return list(folder);
}

function list(folder: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && isSleeper(pid, folder));
}

function isSleeper(pid: string, folder: string): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, "latin1") === "sleep\x004321\x00" &&
      readFileSync(`/proc/${pid}/environ`, "latin1").includes(folder)
    );
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
