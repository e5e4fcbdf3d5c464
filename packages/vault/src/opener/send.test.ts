import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer, Server as TlsServer } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Outgoing } from "./ask.ts";
import { courier } from "./send.ts";

const patience = { answer: 400, connection: 200 };
const outgoing = (origin: string): Outgoing => ({
  request: { method: "POST", targetUri: `${origin}/v1/challenges`, headers: [["x-sent", "yes"]] },
  body: Buffer.from("{}"),
  confirmer: { confirmer: "confirmer-1", origin, key: "" },
});
const head = "HTTP/1.1 200 OK\r\nX-One: a\r\nX-One: b\r\n";

/** A server of bytes; it keeps what came, and is gone when the test ends. */
async function serving(answer: (socket: Socket) => void, server: Server = createServer()) {
  const sockets: Socket[] = [];
  const arrived: string[] = [];
  server.on(server instanceof TlsServer ? "secureConnection" : "connection", (socket: Socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      arrived.push(String(data));
      answer(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets, arrived };
}

it("brings a request, and gives status, each line and body as they came, and from where", async () => {
  const { port, arrived } = await serving((socket) => socket.end(`${head}Content-Length: 2\r\n\r\nok`));
  let sent = 0;
  const reply = await courier(patience).send(outgoing(`http://127.0.0.1:${port}`), () => (sent += 1));
  expect(reply).toMatchObject({ status: 200, body: Buffer.from("ok"), from: "127.0.0.1" });
  expect(reply.headers.slice(0, 2)).toEqual([
    ["X-One", "a"],
    ["X-One", "b"],
  ]);
  expect(arrived[0]).toMatch(/^POST \/v1\/challenges HTTP\/1\.1\r\n/);
  expect(sent).toBe(1);
});

it("sends over the connection that it was told to begin with, and over another one when that has ended", async () => {
  const { port, sockets } = await serving((socket) => socket.end(`${head}Content-Length: 0\r\n\r\n`));
  const origin = `http://127.0.0.1:${port}`;
  const { reach, send } = courier(patience);
  reach(origin);
  reach(origin);
  while (sockets.length === 0) await new Promise(setImmediate);
  await send(outgoing(origin));
  expect(sockets).toHaveLength(1);
  reach(origin);
  while (sockets.length === 1) await new Promise(setImmediate);
  const ended = once(sockets[1]!, "close");
  sockets[1]?.destroy();
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await send(outgoing(origin))).toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(3);
});

const megabyte = 1_048_576;

describe("an answer in many small chunks", () => {
  it.each([
    ["as long as an order's may be", megabyte, megabyte, "whole"],
    ["a byte longer", megabyte + 1, megabyte, "answers too much"],
    ["as long as an opening's may be", 16_384, undefined, "whole"],
    ["a byte longer than that", 16_385, undefined, "answers too much"],
  ])("%s: %i bytes", async (_, length, longest, comes) => {
    const { port } = await serving((socket) => {
      socket.write(`${head}Content-Length: ${length}\r\n\r\n`);
      for (let left = length; left > 0; left -= 1_000) socket.write("x".repeat(Math.min(left, 1_000)));
    });
    const asked = { ...outgoing(`http://127.0.0.1:${port}`), ...(longest === undefined ? {} : { longest }) };
    const got = courier({ ...patience, answer: 5_000 }).send(asked);
    if (comes === "whole") expect((await got).body).toHaveLength(length);
    else await expect(got).rejects.toThrow(comes);
  });
});

it("an answer that is too long, and comes in one piece, is none", async () => {
  const { port } = await serving((socket) => {
    socket.end(`${head}Content-Length: 20000\r\n\r\n${"x".repeat(20_000)}`);
  });
  const origin = `http://127.0.0.1:${port}`;
  await expect(courier(patience).send(outgoing(origin))).rejects.toThrow("answers too much");
});

it("a connection that nothing is sent over keeps no process from ending", async () => {
  const { port } = await serving(() => undefined);
  const script = `const { courier } = await import(${JSON.stringify(join(import.meta.dirname, "send.ts"))});
courier().reach("http://127.0.0.1:${port}");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore", timeout: 10_000 });
  expect(await once(child, "exit")).toEqual([0, null]);
});

describe("a bad day: it gives up", () => {
  it.each([
    ["a server that says nothing", () => undefined],
    [
      "one that sends a byte at a time",
      (socket: Socket) => {
        socket.write(`${head}Content-Length: 1000\r\n\r\n`);
        const ticking = setInterval(() => socket.write("x"), 20);
        socket.on("close", () => clearInterval(ticking));
      },
    ],
    ["an answer without an end", (socket: Socket) => void socket.write(`${head}\r\n${"x".repeat(200_000)}`)],
    ["headers without an end", (socket: Socket) => void socket.write(`${head}X-Long: ${"x".repeat(200_000)}`)],
    ["a connection that is cut", (socket: Socket) => void socket.end(`${head}Content-Length: 1000\r\n\r\nhalf`)],
    ["a connection that is reset", (socket: Socket) => void socket.resetAndDestroy()],
    [
      "an offer of another protocol",
      (socket: Socket) => void socket.end("HTTP/1.1 101 Go on\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n"),
    ],
    ["something that is no HTTP", (socket: Socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n")],
  ])("on %s", async (_, answer) => {
    const { port } = await serving(answer);
    const begun = performance.now();
    await expect(courier(patience).send(outgoing(`http://127.0.0.1:${port}`))).rejects.toThrow(/./);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it("on nobody there", async () => {
    await expect(courier(patience).send(outgoing("http://127.0.0.1:1"))).rejects.toThrow("ECONNREFUSED");
  });

  it("on a connection that does not come about: long before an answer would be late", async () => {
    const { port } = await serving(() => undefined);
    const slow = courier({ answer: 60_000, connection: 100 });
    await expect(slow.send(outgoing(`https://127.0.0.1:${port}`))).rejects.toThrow("no connection in time");
  });

  it("on a certificate that nobody vouches for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "secondlock-send-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, "key"), join(folder, "cert")];
    const made = ["req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1", "-subj", "/CN=localhost"];
    execFileSync("openssl", [...made, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
    const { port, arrived } = await serving((socket) => socket.end(`${head}\r\n`), server);
    await expect(courier(patience).send(outgoing(`https://localhost:${port}`))).rejects.toThrow("self-signed");
    expect(arrived).toEqual([]);
  });
});
