import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hugeAudit, sampleAudit } from "../report/fixtures/sample-audit.ts";
import { auditJson } from "../report/json.ts";
import { loadAudit } from "./load.ts";
import { keepAudit, latestAudit, listAudits } from "./store.ts";

let directory = "";

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "secondlock-audits-")), ".secondlock", "audits");
});

afterEach(() => {
  rmSync(join(directory, "..", ".."), { recursive: true, force: true });
});

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

describe("keepAudit", () => {
  test("gives back what was kept, and only its owner may read it", async () => {
    const path = await keepAudit(directory, sampleAudit());
    expect(await loadAudit(path)).toEqual({ ok: true, audit: JSON.parse(JSON.stringify(sampleAudit())) });
    expect(mode(path)).toBe(0o600);
    expect(mode(directory)).toBe(0o700);
    expect(path).toMatch(/20261121T041005000Z-shop-[0-9a-f]{8}\.json\.zst$/);
  });

  test("gives back a fleet, which is more than one piece of text", async () => {
    const loaded = await loadAudit(await keepAudit(directory, hugeAudit(500)));
    expect(loaded.ok && loaded.audit.verdicts.length).toBe(2_000);
  });

  test("closes a directory that stood open", async () => {
    await keepAudit(directory, sampleAudit());
    chmodSync(directory, 0o755);
    await keepAudit(directory, sampleAudit());
    expect(mode(directory)).toBe(0o700);
  });

  test("twenty at once do not collide and leave nothing half", async () => {
    await Promise.all(Array.from({ length: 20 }, () => keepAudit(directory, sampleAudit())));
    expect(await listAudits(directory)).toHaveLength(20);
    expect(readdirSync(directory)).toHaveLength(20);
    const loaded = await Promise.all((await listAudits(directory)).map(({ path }) => loadAudit(path)));
    expect(loaded.every((each) => each.ok)).toBe(true);
  });

  test("a hostile service name stays inside the directory", async () => {
    const path = await keepAudit(directory, sampleAudit({ service: "../../etc/passwd\u0000" }));
    expect(path.startsWith(directory)).toBe(true);
    expect((await latestAudit(directory, sampleAudit().service)).audit).toBeUndefined();
  });

  test.each([".secondlock", join(".secondlock", "audits")])("does not follow %s when it is a link", async (link) => {
    const root = join(directory, "..", "..");
    const elsewhere = join(root, "elsewhere");
    mkdirSync(join(elsewhere, "audits"), { recursive: true });
    mkdirSync(dirname(join(root, link)), { recursive: true });
    symlinkSync(elsewhere, join(root, link));
    chmodSync(elsewhere, 0o755);
    await expect(keepAudit(directory, sampleAudit())).rejects.toMatchObject({ code: "ELOOP" });
    expect(mode(elsewhere)).toBe(0o755);
    expect(readdirSync(elsewhere)).toEqual(["audits"]);
    expect(readdirSync(join(elsewhere, "audits"))).toEqual([]);
  });

  test("rejects when the directory is a file, and leaves nothing", async () => {
    const file = join(directory, "..", "..", "file");
    writeFileSync(file, "");
    await expect(keepAudit(file, sampleAudit())).rejects.toThrow();
  });
});

describe("latestAudit", () => {
  test("finds the newest of the service, and reports what it skipped", async () => {
    await keepAudit(directory, sampleAudit({ started: "2026-01-01T00:00:00.000Z", version: "old" }));
    await keepAudit(directory, sampleAudit({ started: "2026-02-01T00:00:00.000Z", version: "good" }));
    await keepAudit(directory, sampleAudit({ started: "2026-04-01T00:00:00.000Z", service: "other" }));
    const cut = await keepAudit(directory, sampleAudit({ started: "2026-03-01T00:00:00.000Z" }));
    truncateSync(cut, 500);
    writeFileSync(join(directory, "notes.txt"), "mine");
    const latest = await latestAudit(directory, "shop");
    expect(latest.audit?.version).toBe("good");
    expect(latest.skipped).toEqual([{ path: cut, because: expect.stringContaining("not whole") }]);
  });

  test("finds nothing where nothing was kept", async () => {
    expect(await latestAudit(directory, "shop")).toEqual({ skipped: [] });
  });
});

function file(content: string | Buffer): string {
  const path = join(directory, "..", "..", "file.json");
  writeFileSync(path, content);
  return path;
}

describe("loadAudit", () => {
  test("also reads the output of --json", async () => {
    expect(await loadAudit(file(auditJson(sampleAudit())))).toMatchObject({ ok: true });
  });

  test.each([
    ["nothing", "", "not whole"],
    ["half of it", auditJson(sampleAudit()).slice(0, 5_000), "not whole"],
    ["something else", '{"name":"package"}', "not an audit"],
    ["a number", "7", "not an audit"],
    [
      "a later version",
      auditJson(sampleAudit()).replace("secondlock-audit/1", "secondlock-audit/9"),
      "its schema is secondlock-audit/9",
    ],
    [
      "a changed one",
      auditJson(sampleAudit()).replace('"verdict":"proven"', '"verdict":"splendid"'),
      "verdict is not one of",
    ],
    ["noise", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4, 5]), "not whole"],
  ])("refuses %s with the reason and a hint", async (_name, content, because) => {
    expect(await loadAudit(file(content))).toEqual({
      ok: false,
      because: expect.stringContaining(because),
      hint: expect.stringMatching(/./),
    });
  });

  test("does not unpack a bomb, read a giant, or wait for a pipe or a directory", async () => {
    const bomb = file(zstdCompressSync(Buffer.alloc(64 * 1_048_576)));
    expect(await loadAudit(bomb, { text: 1_048_576 })).toMatchObject({
      ok: false,
      because: "it unpacks to more than 1 MiB",
    });
    expect(await loadAudit(file("x".repeat(3_000_000)), { file: 2_097_152 })).toMatchObject({
      ok: false,
      because: "it is larger than 2 MiB",
    });
    expect(await loadAudit(tmpdir())).toMatchObject({ ok: false, because: "it is not a file" });
    expect(await loadAudit(join(directory, "absent"))).toMatchObject({ ok: false, because: "there is no such file" });
    const link = join(directory, "..", "..", "link");
    symlinkSync("/dev/zero", link);
    expect(await loadAudit(link)).toMatchObject({ ok: false, because: "it is not a file" });
  });

  test("whatever is in the file, it answers and does not throw", async () => {
    const whole = readFileSync(await keepAudit(directory, sampleAudit()));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        const loaded = await loadAudit(file(damaged));
        expect(typeof loaded.ok).toBe("boolean");
      }),
      { numRuns: 200 },
    );
  });
});
