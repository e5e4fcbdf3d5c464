import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createHostKeys, parseFile, signWrap, writeFile, writePin } from "@secondlock/vault";
import { sealedFor, type SealedFor } from "@secondlock/vault/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folder, kept, main, secondlock } from "./command.ts";

const secrets = { DATABASE_URL: "postgres://shop:p%40ss@db-1/shop", GREETING: "Grüß Gott\n$HOME `id`" };
const asRoot = process.getuid?.() === 0;
let sealed: SealedFor;
let desk: string;
const run = (...args: readonly string[]) => secondlock(["run", "--keys", "keys", "--as", "app-1", ...args], desk);

/** The same file with another confirmer to ask, as its owner could make it. */
function resealedFor({ bytes, owner }: SealedFor, from: string, to: string): Buffer {
  const parsed = parseFile(bytes);
  if (!parsed.ok) throw new Error(parsed.reason);
  const wraps = parsed.value.wraps.map(({ text }) =>
    signWrap(JSON.parse(text.replaceAll(from, to)) as Parameters<typeof signWrap>[0], owner),
  );
  return writeFile({ ...parsed.value, wraps }, [parsed.value], { by: "ada", signer: owner, at: new Date() });
}

/** What each file holds, by its path. */
function filesBelow(path: string): Readonly<Record<string, string>> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ name, parentPath }) => [join(parentPath, name), readFileSync(join(parentPath, name), "latin1")]),
  );
}

describe("secondlock run", () => {
  beforeAll(async () => {
    const { mkdtempSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    desk = mkdtempSync(join(tmpdir(), "secondlock-run-"));
    const host = await createHostKeys(join(desk, "keys"));
    if (!host.ok) throw new Error(host.reason);
    sealed = await sealedFor({ secrets, host: host.value });
    await writePin(join(desk, "keys"), sealed.pin);
    writeFileSync(join(desk, ".env.sealed"), sealed.bytes);
  });
  afterAll(async () => {
    await Promise.all(sealed.confirmers.map((each) => each.stop()));
    rmSync(desk, { recursive: true, force: true });
  });

  it("becomes the program: values, arguments, standard streams and exit status are its own", async () => {
    const shell = 'read line; printf "%s|%s|%s|%s" "$DATABASE_URL" "$GREETING" "$line" "$*"; echo trouble >&2; exit 7';
    const said = await secondlock(
      ["run", "--keys", "keys", "--as", "app-1", "--", "sh", "-c", shell, "sh", "--json", "--", "a b"],
      desk,
      { input: "hello\n" },
    );
    expect(said).toEqual({
      status: 7,
      out: `${secrets.DATABASE_URL}|${secrets.GREETING}|hello|--json -- a b`,
      err: expect.stringMatching(
        /^secondlock: one lock left: confirmer-1 runs on this machine, so both locks fall with it\n[^]*trouble\n$/,
      ),
    });
  });

  it("is the program itself: a signal goes to it, and nobody stands between", async () => {
    const child = spawn(
      process.execPath,
      [main, "run", "--keys", "keys", "--as", "app-1", "--", "sh", "-c", "echo $$; exec sleep 60"],
      {
        cwd: desk,
        env: { PATH: process.env["PATH"], ...kept },
      },
    );
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    expect(String(said)).toBe(`${child.pid}\n`);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
  });

  it.skipIf(!asRoot)("becomes another user first, who cannot read the keys", async () => {
    const said = await run(
      "--user",
      "nobody",
      "--",
      "sh",
      "-c",
      'id -un; id -G; echo "$DATABASE_URL"; cat keys/local.key 2>&1 >/dev/null | tail -c 18',
    );
    expect(said.status).toBe(0);
    expect(said.out).toBe(`nobody\n65534\n${secrets.DATABASE_URL}\nPermission denied\n`);
  });

  it.skipIf(!asRoot)("gives the values as files that only this program sees, and that are gone with it", async () => {
    const asFiles = ["--as-files", "--user", "nobody", "--", "sh", "-c"];
    const script =
      'echo "$$|$DATABASE_URL|$SECONDLOCK_CAME_FROM"; cd "$SECONDLOCK_FILES"; cat GREETING; stat -c "%a %U" . GREETING; stat -f -c %T .; read line; exit 7';
    const child = spawn(process.execPath, [main, "run", "--keys", "keys", "--as", "app-1", ...asFiles, script], {
      cwd: desk,
      env: { PATH: process.env["PATH"], ...kept },
    });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += String(chunk)));
    while (!/^ramfs$/m.test(out) && child.exitCode === null) await sleep(20);
    expect(out).toBe(`${child.pid}||\n${secrets.GREETING}500 nobody\n400 nobody\nramfs\n`);
    // from here, while it runs
    expect(readdirSync("/run/secondlock/files")).toEqual([]);
    child.stdin.end("\n");
    expect(await once(child, "close")).toEqual([7, null]);
    expect(readFileSync("/proc/mounts", "utf8")).not.toContain("/run/secondlock/files");
  });

  it.skipIf(!asRoot)("does not believe a line of the environment that it is apart", async () => {
    const said = await secondlock(
      ["run", "--keys", "keys", "--as", "app-1", "--as-files", "--", "sh", "-c", "cat $SECONDLOCK_FILES/GREETING"],
      desk,
      { env: { SECONDLOCK_CAME_FROM: readlinkSync("/proc/self/ns/mnt") } },
    );
    expect(said).toMatchObject({ status: 0, out: secrets.GREETING });
    expect(readdirSync("/run/secondlock/files")).toEqual([]);
  });

  it("killed while it waits for the confirmer, it leaves nothing behind; nor shows anything while it waits", async () => {
    const silent = createServer();
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const [confirming] = sealed.confirmers;
    const other = join(desk, "silent");
    cpSync(join(desk, "keys"), join(other, "keys"), { recursive: true });
    // the same wrap, from a file whose confirmer says nothing
    const { port } = silent.address() as AddressInfo;
    const resealed = resealedFor(sealed, confirming?.confirmer.origin ?? "", `http://127.0.0.1:${port}`);
    writeFileSync(join(other, ".env.sealed"), resealed);
    const before = filesBelow(other);
    const child = spawn(process.execPath, [main, "run", "--keys", "keys", "--as", "app-1", "--", "touch", "started"], {
      cwd: other,
      env: { PATH: process.env["PATH"], ...kept },
    });
    await once(silent, "connection");
    await sleep(100);
    for (const of of ["environ", "cmdline"]) {
      const text = readFileSync(`/proc/${child.pid}/${of}`, "utf8");
      for (const value of Object.values(secrets)) expect(text).not.toContain(value);
    }
    child.kill("SIGKILL");
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    silent.close();
    expect(filesBelow(other)).toEqual(before);
  });

  it.each([
    ["a program that is not there", ["--", "no-such-program"], 127, "no-such-program cannot be started"],
    ["a program that cannot be started", ["--", "./.env.sealed"], 126, "./.env.sealed cannot be started"],
    ["a user who is not there", ["--user", "nobody-at-all", "--", "true"], 125, "there is no user nobody-at-all"],
    ["a time that is none", ["--wait", "soon", "--", "true"], 125, "--wait takes seconds"],
    ["a purpose of one's own", ["--purpose", "fun", "--", "true"], 125, "--purpose takes one of its words"],
    [
      "a file that is not there",
      ["--file", "other", "--", "true"],
      125,
      "the sealed file cannot be read: other: ENOENT",
    ],
    ["a file that is not sealed", ["--file", "keys/signing.key", "--", "true"], 125, "the file is not sealed"],
    ["another host", ["--as", "app-2", "--", "true"], 125, "no wrap of the sealed file is for app-2"],
  ])("tells of %s, and asks no confirmer", async (_, args, status, what) => {
    const before = (await sealed.confirmers[0]?.record())?.revision;
    const said = await run(...args);
    expect(said).toMatchObject({ status, out: "" });
    expect(said.err).toMatch(/^secondlock: .*\nhint: .*\n$/);
    expect(said.err).toContain(`secondlock: ${what}`);
    expect((await sealed.confirmers[0]?.record())?.revision).toBe(before);
  });

  it("tells whose fault it is when keys are open to others or not there, and shows none of them", async () => {
    chmodSync(join(desk, "keys/local.key"), 0o444);
    const open = await run("--", "true");
    chmodSync(join(desk, "keys/local.key"), 0o400);
    expect(open).toMatchObject({
      status: 125,
      err: expect.stringContaining("keys/local.key can be read or changed by others"),
    });
    expect((await secondlock(["run", "--keys", folder(), "--", "true"], desk)).err).toContain("this host has no keys");
  });

  it("starts nothing once the key is revoked, and gives the reference of the confirmer's log", async () => {
    const [confirming] = sealed.confirmers;
    const status = async (to: "active" | "revoked"): Promise<void> =>
      confirming?.change((record) => ({ ...record, state: { ...record.state, status: to } }));
    await status("revoked");
    const said = await run("--", "touch", "started");
    await status("active");
    const { reference = "", reason } = confirming?.refusals.at(-1) ?? {};
    expect(reason).toBe("revoked");
    expect(said).toMatchObject({ status: 125, out: "" });
    expect(said.err).toContain(`the confirmer refuses: confirmer-1: ${reference}`);
    expect(
      (await secondlock(["run", "--keys", "keys", "--as", "app-1", "--", "test", "-e", "started"], desk)).status,
    ).toBe(1);
  });
});
