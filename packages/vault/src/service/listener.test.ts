import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { connect, type SecureVersion } from "node:tls";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { must } from "../testing/shop.ts";
import { givenSocket, listen } from "./listener.ts";
import { notifier, watchdogPause } from "./notify.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf, startProcess } from "./testing/own-process.ts";

const fresh = ownFolders();
const anywhere = { host: "127.0.0.1", port: 0 };

describe("a listener with TLS", () => {
  let desk: string;
  let files: { certificate: string; key: string };
  const make = (name: string): void => {
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", `/CN=${name}`, "-keyout", files.key, "-out", files.certificate],
    ]);
    expect(made.status, String(made.stderr)).toBe(0);
  };
  beforeAll(() => {
    desk = dirname(fresh());
    files = { certificate: join(desk, "cert.pem"), key: join(desk, "key.pem") };
    make("one");
  });

  it("takes a new certificate when it is told to, and keeps the old one where the new one is of no use", async () => {
    const listener = must(await listen((_, response) => response.end("yes"), anywhere, files));
    const name = async (): Promise<string> => {
      const outgoing = request(listener.origin, { rejectUnauthorized: false, agent: false });
      const [socket] = (await once(outgoing, "socket")) as [import("node:tls").TLSSocket];
      await once(socket, "secureConnect");
      const subject = String(socket.getPeerCertificate().subject.CN);
      expect(socket.getProtocol()).toBe("TLSv1.3");
      outgoing.end();
      await once(outgoing, "response");
      return subject;
    };
    expect(listener.origin).toMatch(/^https:/);
    expect(await name()).toBe("one");
    make("two");
    expect(await name()).toBe("one");
    must(await listener.reload());
    expect(await name()).toBe("two");
    writeFileSync(files.key, "no key");
    expect(await listener.reload()).toMatchObject({ ok: false, reason: "bad-certificate" });
    expect(await name()).toBe("two");
    await listener.stop(1_000);
  });

  it("speaks TLS 1.3 and nothing older, with a new certificate too", async () => {
    make("one");
    const listener = must(await listen((_, response) => response.end("yes"), anywhere, files));
    const spoken = async (version: SecureVersion): Promise<string | null> => {
      const { hostname: host, port } = new URL(listener.origin);
      const versions = { minVersion: "TLSv1.2", maxVersion: version } as const;
      const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ...versions });
      try {
        await once(socket, "secureConnect");
        return socket.getProtocol();
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? "";
      } finally {
        socket.destroy();
      }
    };
    for (const reload of [false, true]) {
      if (reload) must(await listener.reload());
      expect(await spoken("TLSv1.3")).toBe("TLSv1.3");
      expect(await spoken("TLSv1.2")).toBe("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
    }
    await listener.stop(1_000);
  });

  it("says so where several processes answer, and one of them has no use for the new certificate", async () => {
    make("one");
    const own = startProcess({ options: optionsOf(fresh(), { workers: 2, tls: files }) });
    expect(await own.next()).toMatchObject({ origin: expect.stringMatching(/^https:/) });
    own.child.kill("SIGHUP");
    expect(await own.next()).toEqual({ ok: true });
    writeFileSync(files.key, "no key");
    own.child.kill("SIGHUP");
    expect(await own.next()).toMatchObject({ ok: false, reason: "bad-certificate" });
    await own.stop();
  }, 60_000);
});

describe("what systemd gives and is told", () => {
  it.each([
    ["a socket of this very process", { LISTEN_PID: "7", LISTEN_FDS: "1" }, { fd: 3 }],
    ["a socket of another process", { LISTEN_PID: "8", LISTEN_FDS: "1" }, undefined],
    ["no socket", { LISTEN_PID: "7" }, undefined],
    ["nonsense", { LISTEN_PID: "7", LISTEN_FDS: "-1" }, undefined],
    ["nothing", {}, undefined],
  ])("%s", (_, env, wanted) => {
    expect(givenSocket(env, [7])).toEqual(wanted);
  });

  it("half of the watchdog's time, when there is one", () => {
    expect(watchdogPause({ WATCHDOG_USEC: "60000000" })).toBe(30_000);
    for (const text of ["", "0", "-5", "x", "1"]) expect(watchdogPause({ WATCHDOG_USEC: text })).toBeUndefined();
  });

  it("messages arrive on its socket, and without one nothing is sent", async () => {
    const socket = join(dirname(fresh()), "notify");
    const program = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    for line in s.recv(4096).decode().splitlines():
        if not line.startswith("BARRIER"): print(line, flush=True)
`;
    const listening = spawn("python3", ["-c", program, socket], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void listening.kill("SIGKILL"));
    const lines = createInterface({ input: listening.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe("bound");
    const notify = notifier({ NOTIFY_SOCKET: socket, PATH: process.env["PATH"] });
    for (const state of ["READY=1", "WATCHDOG=1", "STOPPING=1"] as const) {
      await notify(state);
      expect((await lines.next()).value).toBe(state);
    }
    await notifier({})("READY=1");
    await notifier({ NOTIFY_SOCKET: socket, PATH: "" })("READY=1");
  });
});
