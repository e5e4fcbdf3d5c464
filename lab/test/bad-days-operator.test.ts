import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, labReady, run, startLab, type CommandResult, type Lab } from "@secondlock/lab";
import { type Desk, openDesk, serviceOf, verdictsOf } from "./bad-days-desk.ts";
import { file, replaced } from "./bad-days-fixtures.ts";

const slow = replaced("/usr/bin/ss", 'sleep "$(cat /etc/slow)"; exec /usr/bin/ss.real "$@"');

describe.skipIf(!labReady())("a bad day at the operator's desk", () => {
  let lab: Lab<"healthy" | "slow">;
  let desk: Desk;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        healthy: { role: "bare", fixtures: [admins] },
        slow: { role: "bare", fixtures: [admins, slow, file("/etc/slow", "2\n")] },
      },
    });
    desk = openDesk(
      lab,
      serviceOf(lab, Object.fromEntries(Object.values(lab.hosts).map(({ name, ipv4 }) => [name, `ada@${ipv4}`]))),
    );
  });
  afterAll(async () => {
    desk?.close();
    await lab?.stop();
  });

  /** Runs the audit through a line of shell, where `"$@"` is the command. */
  async function shell(line: string, ...options: readonly string[]): Promise<CommandResult> {
    const argv = ["bash", "-c", line, "bash", ...desk.argv("--host", "healthy", "--inside-only", ...options)];
    const input = `${lab.operator.passwords.ada}\n`;
    return await lab.operator.exec(argv, { env: desk.env, cwd: desk.folder, input, timeoutMs: 60_000 });
  }

  test.each([[[]], [["--json", "-"]], [["--sarif", "-"]]])(
    "| head -c 1 of %s: no trace of a stack, and the exit status of the audit",
    async (options) => {
      const { stdout, stderr } = await shell(
        '"$@" | head -c 1 > /dev/null; echo "${PIPESTATUS[0]}"',
        "--no-keep",
        ...options,
      );
      expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "" });
    },
  );

  test("standard output onto a full disk is said, and is no success", async () => {
    const { code, stderr } = await shell('"$@" > /dev/full', "--no-keep");
    expect(code).toBe(4);
    expect(stderr).toMatch(/^secondlock: standard output takes no more: ENOSPC\nhint: [^\n]+\n$/);
  });

  test("a report that cannot be written is said, and the one on the terminal is there", async () => {
    const { code, stdout, stderr } = await shell('"$@"', "--no-keep", "--html", "/nowhere/report.html");
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^secondlock: the html report could not be written to \/nowhere\/report.html: ENOENT\nhint: [^\n]+\n$/,
    );
    expect(stdout).toMatch(/What was seen/);
    expect(stdout).not.toMatch(/nowhere/);
  });

  test.each([
    ["read-only", "ro", "true", "EROFS"],
    ["full", "size=64k", "dd if=/dev/zero of=big bs=1k 2>/dev/null", "ENOSPC"],
  ])("a %s folder keeps no audit: one warning, the report, the same exit status", async (_name, mount, fill, code) => {
    const folder = mkdtempSync(join(desk.folder, "here-"));
    const line = `mount -t tmpfs -o ${mount} tmpfs ${folder} && cd ${folder} && { ${fill}; "$@"; }`;
    const ended = await shell(`exec unshare --mount bash -c '${line}' bash "$@"`);
    expect(ended.stderr).toMatch(
      new RegExp(`^secondlock: this audit could not be kept in .secondlock/audits: ${code}\nhint: [^\n]+\n$`),
    );
    expect(ended.stdout).toMatch(/What was seen/);
    expect(ended.code).toBe(0);
  });

  test("no room for temporary files: said in one line, without asking for a bug report", async () => {
    const { code, stderr } = await shell(
      `exec unshare --mount bash -c 'mount -t tmpfs -o ro tmpfs "$TMPDIR" && exec "$@"' bash "$@"`,
      "--no-keep",
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/^secondlock: the system refuses: EROFS: [^\n]+\nhint: [^\n]+TMPDIR[^\n]+\n$/);
  });

  test("a folder for temporary files with a long name is no obstacle", async () => {
    const long = join(desk.folder, "a-folder-with-a-rather-long-name".repeat(3));
    const { code, stderr } = await shell(`mkdir ${long} && TMPDIR=${long} "$@" && rmdir ${long}`, "--no-keep");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("two audits at once do not disturb each other, and both are kept", async () => {
    const kept = join(desk.folder, "two");
    const both = await Promise.all([1, 2].map(() => shell(`mkdir -p ${kept} && cd ${kept} && "$@"`, "--json", "-")));
    const [first, second] = both.map(({ stdout }) => verdictsOf(JSON.parse(stdout) as never, "healthy"));
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([1, 2].map(() => ({ code: 0, stderr: "" })));
    expect(first).toEqual(second);
    expect(readdirSync(join(kept, ".secondlock/audits"))).toHaveLength(2);
  });

  test("sudo's password is in no command line, no environment, no log and no kept audit", async () => {
    const secret = lab.operator.passwords.ada;
    const kept = mkdtempSync(join(desk.folder, "kept-"));
    const child = lab.operator.spawn(desk.argv("--inside-only"), {
      cwd: kept,
      env: { ...process.env, ...desk.env },
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin?.end(`${secret}\n`);
    const closed = once(child, "close");
    const over = closed.then(() => true);
    const places = new Set<string>();
    let looks = 0;
    while (!(await Promise.race([over, sleep(100, false)]))) {
      const { stdout } = await run(["ip", "netns", "pids", lab.operator.namespace]);
      for (const pid of stdout.split("\n").filter(Boolean))
        for (const name of ["cmdline", "environ"])
          if (shown(`/proc/${pid}/${name}`, secret)) places.add(`${name} of ${pid}`);
      for (const host of Object.values(lab.hosts)) {
        const found = await host.exec(
          ["sh", "-c", 'grep -lzF -e "$(cat)" /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null'],
          { input: secret },
        );
        for (const name of found.stdout.split("\n").filter(Boolean)) places.add(`${host.name}: ${name}`);
      }
      looks += 1;
    }
    expect(looks).toBeGreaterThan(5);
    expect([...places]).toEqual([]);
    expect((await closed)[0]).toBe(0);
    const audits = join(kept, ".secondlock/audits");
    const texts = readdirSync(audits).map((name) =>
      zstdDecompressSync(readFileSync(join(audits, name))).toString("utf8"),
    );
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/"asRoot":true/);
    expect(texts[0]).not.toContain(secret);
    for (const host of Object.values(lab.hosts)) {
      const journal = await host.exec(["journalctl", "--no-pager", "-b"]);
      expect(journal.stdout).toContain("secondlock-ready");
      expect(journal.stdout).not.toContain(secret);
    }
  });

  /** The command on a terminal: types when the question stands there. */
  async function atTerminal(
    typed: string,
    options: readonly string[],
  ): Promise<{ code: number | null; shown: string }> {
    const argv = desk.argv("--no-keep", "--inside-only", ...options).filter((word) => word !== "--sudo-password-stdin");
    const child = lab.operator.spawn(["script", "-qefc", argv.join(" "), "/dev/null"], {
      cwd: desk.folder,
      env: { ...process.env, ...desk.env, CI: "", NO_COLOR: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      const asked = /asks for your password/.test(text);
      text += chunk.toString("utf8");
      if (!asked && /asks for your password[^\n]*: $/.test(text)) setTimeout(() => child.stdin?.write(typed), 300);
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { code, shown: text };
  }

  test("two hosts that ask for a password: one question, no echo, both read as root", async () => {
    const { code, shown: text } = await atTerminal(`${lab.operator.passwords.ada}\r`, []);
    expect(text.match(/asks for your password/g)).toHaveLength(1);
    expect(text).not.toContain(lab.operator.passwords.ada);
    expect(text.match(/bookworm\), as root/g)).toHaveLength(2);
    expect(code).toBe(0);
  });

  test("Ctrl-C at the question stops the audit", async () => {
    const { code, shown: text } = await atTerminal("\u0003", []);
    expect(text).toMatch(/secondlock: stopped; nothing is kept/);
    expect(code).toBe(130);
    expect(await desk.leftBehind(0.5)).toEqual([]);
  });
});

function shown(path: string, secret: string): boolean {
  try {
    return readFileSync(path, "latin1").includes(secret);
  } catch (error) {
    // the process has ended since it was listed
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
