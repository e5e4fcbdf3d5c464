import { type ChildProcess, spawn } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { once } from "node:events";
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { folder, kept, main, secondlock } from "./command.ts";

const anywhere = ["--listen", "127.0.0.1:0", "--health", "127.0.0.1:0"];

/** A confirmer as a person starts it. */
function start(cwd: string, ...more: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [main, "confirmer", "--folder", "own", ...anywhere, ...more], {
    ...{ cwd, stdio: ["ignore", "pipe", "pipe"] },
    env: { PATH: process.env["PATH"], ...kept, HOME: cwd, LANG: "C.UTF-8" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  return {
    next: async () => String((await lines.next()).value),
    err: () => err,
    async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM") {
      child.kill(signal);
      return (await ended) as [number | null, string | null];
    },
  };
}

describe("secondlock confirmer", () => {
  it("runs with nothing but a folder, says what it needs said, and stops when it is told to", async () => {
    const cwd = folder();
    const own = start(cwd);
    const origin = (await own.next()).replace("confirmer: ", "");
    const health = (await own.next()).replace("health: ", "");
    expect(await own.next()).toMatch(
      /^nobody owns it yet; for the first owner, within an hour: [\w-]{22}\.[0-9a-f]{24}$/,
    );
    expect(await (await fetch(health)).text()).toBe('{"ready":true,"reasons":[]}\n');
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect(await own.stop()).toEqual([0, null]);
    expect(own.err()).toBe(
      "secondlock: the master key lies on the same disk as the keys that it encrypts: who copies the disk has both\nsecondlock: the confirmer has stopped\n",
    );
    // nobody else reads anything of it
    for (const name of ["own", "own.master-key", "own/confirmer.db", "own/ledger", "own/signer.pem", "own/head"])
      expect(statSync(join(cwd, name)).mode & 0o077, name).toBe(0);
  });

  it("answers with several processes, and all of them end with it", async () => {
    const own = start(folder(), "--workers", "2");
    expect(await own.next()).toMatch(/^confirmer: http/);
    expect(await own.stop("SIGINT")).toEqual([0, null]);
  });

  it("says that a log was set back, and what to do", async () => {
    const cwd = folder();
    const first = start(cwd);
    await first.next();
    await first.stop();
    cpSync(join(cwd, "own/ledger"), join(cwd, "copy"), { recursive: true });
    const second = start(cwd);
    await second.next();
    await second.stop();
    rmSync(join(cwd, "own/ledger"), { recursive: true });
    cpSync(join(cwd, "copy"), join(cwd, "own/ledger"), { recursive: true });
    expect(await secondlock(["confirmer", "--folder", "own", ...anywhere], cwd)).toEqual({
      status: 2,
      out: "",
      err: "secondlock: the log was set back: it has 1 of 2 entries\nhint: a restored log lets nobody see what was opened since: bring back the newest one, or begin a new confirmer\n",
    });
  });

  it.each([
    ["--listen", "confirmer.example:8440", "--listen takes an address and a port"],
    ["--listen", "127.0.0.1:70000", "--listen takes an address and a port"],
    ["--health", "yes", "--health takes an address and a port, or none"],
    ["--origin", "https://confirmer.example/path", "--origin takes a scheme and a name, and no path"],
    ["--workers", "0", "--workers takes a number from 1 to 64"],
    ["--tls-key", "key.pem", "--tls-certificate and --tls-key go together"],
    ["--alert-command", "tell-us", "--alert-command takes the whole path of a program"],
    ["--alert-webhook", "nowhere", "no address for alerts can be read there"],
    ["--postgres", "nowhere", "no address of a database can be read there"],
    ["--master-key", "nowhere", "the master key is not there"],
  ])("%s %s is refused in words", async (option, value, what) => {
    const said = await secondlock(["confirmer", "--folder", "own", ...anywhere, option, value], folder());
    expect(said).toMatchObject({ status: 2, out: "" });
    expect(said.err).toMatch(/^secondlock: .*\nhint: .*\n$/);
    expect(said.err).toContain(`secondlock: ${what}`);
  });

  it("prints a unit that starts the same, and leaves the master key to systemd", async () => {
    const cwd = folder();
    const unit = await secondlock(
      [
        ...["confirmer", "--folder", "/srv/own", "--listen", "203.0.113.9:8440", "--master-key", "/etc/key"],
        ...["--tls-certificate", "cert", "--tls-key", "/etc/tls", "--health", "none", "--print-unit"],
      ],
      cwd,
    );
    expect(unit).toMatchObject({ status: 0, err: "" });
    const [, started] = /^ExecStart=\S+ .*secondlock\.js (.*)$/m.exec(unit.out) ?? [];
    expect(started).toBe(
      `confirmer --folder /srv/own --listen 203.0.113.9:8440 --health none --tls-certificate ${cwd}/cert --tls-key /etc/tls --workers 1`,
    );
    expect(unit.out).toContain("\nLoadCredential=secondlock-master-key:/etc/key\n");
    const socket = await secondlock(["confirmer", "--listen", "203.0.113.9:8440", "--print-socket"], cwd);
    expect(socket.out).toContain("ListenStream=203.0.113.9:8440\n");
  });
});

describe("secondlock log", () => {
  it("shows, verifies and notes it, and finds a change, a cut and a missing opening", async () => {
    const cwd = folder();
    const own = start(cwd);
    await own.next();
    await own.stop();
    const log = (...args: readonly string[]) => secondlock(["log", ...args, "--folder", "own"], cwd);
    expect((await log()).out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {6}0 confirmer\.started {2}entries 0\n$/);
    expect(JSON.parse((await log("--json")).out)).toMatchObject({ seq: 0, type: "confirmer.started" });
    expect((await log("--from", "1")).out).toBe("");
    expect(await log("--from", "x")).toMatchObject({ status: 2 });

    expect(await log("verify")).toMatchObject({
      status: 0,
      out: expect.stringContaining("the log is sound: 1 entries"),
    });
    const { size, hash } = JSON.parse(readFileSync(join(cwd, "own/verified"), "utf8")) as {
      size: number;
      hash: string;
    };
    expect(JSON.parse((await log("verify", "--json")).out)).toMatchObject({ size, hash, known: 1, receipts: 0 });

    const key = createPublicKey(readFileSync(join(cwd, "own/signer.pem"))).export({ format: "jwk" }).x ?? "";
    const receipt = {
      at: "2026-11-22T00:00:00Z",
      confirmer: "confirmer-1",
      epoch: 1,
      hash,
      key,
      kid: "A".repeat(22),
      seq: 0,
    };
    writeFileSync(join(cwd, "receipts"), `${JSON.stringify(receipt)}\n`);
    expect(await log("verify", "--receipts", "receipts")).toMatchObject({
      status: 1,
      err: expect.stringContaining("a host opened, and the log knows nothing of it: 2026-11-22T00:00:00Z, entry 0"),
    });
    // as canonical JSON would have it, and of another confirmer
    writeFileSync(join(cwd, "receipts"), `${JSON.stringify({ ...receipt, key: "A".repeat(43) })}\n`);
    expect(await log("verify", "--receipts", "receipts")).toMatchObject({
      status: 0,
      out: expect.stringContaining("1 receipts are other confirmers'"),
    });
    writeFileSync(join(cwd, "receipts"), "x\n");
    expect(await log("verify", "--receipts", "receipts")).toMatchObject({ status: 3 });
    expect(await log("verify", "--head", "nowhere")).toMatchObject({ status: 3 });

    const segment = join(cwd, "own/ledger/0000000000000000.jsonl");
    writeFileSync(segment, readFileSync(segment, "utf8").replace('"entries":0', '"entries":7'));
    const changed = await log("verify");
    expect(changed).toMatchObject({ status: 1, out: "" });
    expect(changed.err).toMatch(/^secondlock: the log is not what it was: changed at entry 0, .*\nhint: /);
  });

  it("says where there is none", async () => {
    expect(await secondlock(["log", "--folder", "nowhere"], folder())).toMatchObject({
      status: 3,
      err: expect.stringContaining("there is no log"),
    });
  });
});
