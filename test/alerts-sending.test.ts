import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createPlain, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { controls } from "@secondlock/catalogue";
import type { AlertChannelWanted, HostWanted, State } from "@secondlock/model";
import { afterAll, beforeAll, expect, it } from "vitest";

/** The program of the host against servers that speak as Slack's and a mail server do. */
const folder = mkdtempSync(join(tmpdir(), "secondlock-sending-"));
const said: string[] = [];
const servers: Server[] = [];
let ports: readonly number[] = [];

beforeAll(async () => {
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const make = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "2",
    ...name,
  ];
  execFileSync("openssl", [...make, "-keyout", "key.pem", "-out", "cert.pem"], { cwd: folder, stdio: "ignore" });
  const pair = { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) };
  const hook = createHttps(pair, (request, response) => {
    request.on("data", (part: Buffer) => said.push(`${request.url ?? ""} ${part.toString("utf8")}`));
    request.on("end", () => response.end("ok"));
  });
  const post = createPlain((socket) => {
    socket.write("220 hello\r\n");
    speakMail(socket, () => new TLSSocket(socket, { isServer: true, ...pair }));
  });
  servers.push(hook, post);
  for (const server of servers) server.listen(0, "localhost");
  await Promise.all(servers.map((server) => once(server, "listening")));
  ports = servers.map((server) => (server.address() as AddressInfo).port);
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

function speakMail(socket: Socket, secured: () => Socket): void {
  let data = false;
  const answers: Readonly<Record<string, string>> = { EHLO: "250-hi\r\n250 STARTTLS", DATA: "354 go", AUTH: "235 in" };
  socket.on("error", () => undefined);
  socket.on("data", (part: Buffer) => {
    for (const line of part.toString("utf8").split("\r\n").slice(0, -1)) {
      said.push(line);
      const [word = ""] = line.split(" ");
      if (data && line !== ".") continue;
      if (word === "STARTTLS") {
        socket.write("220 go\r\n");
        socket.removeAllListeners("data");
        speakMail(secured(), secured);
        return;
      }
      data = word === "DATA";
      socket.write(`${answers[word] ?? "250 ok"}\r\n`);
    }
  });
}

async function send(channel: AlertChannelWanted, secrets: string, authority = "cert.pem"): Promise<string> {
  const wanted = { id: "app-1", alerts: { channels: [channel], quiet: [] } } as unknown as HostWanted;
  const [fix] = controls.find(({ id }) => id === "login-alert")?.fix(wanted) ?? [];
  const state = fix as State;
  for (const change of state.bring?.(state.settings, {}) ?? []) {
    if (change.kind !== "file") continue;
    const name = change.path === "/etc/secondlock/alerts.conf" ? "channels" : (change.path.split("/").at(-1) ?? "");
    writeFileSync(join(folder, name), change.content(undefined) ?? "");
  }
  writeFileSync(join(folder, "secrets"), secrets);
  const env = { ...process.env, CREDENTIALS_DIRECTORY: folder, STATE_DIRECTORY: folder };
  const child = spawn("perl", [join(folder, "alerts"), "send"], {
    env: { ...env, SSL_CERT_FILE: authority === "" ? "/dev/null" : join(folder, authority) },
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString("utf8")));
  await once(child, "close");
  return text.trim();
}

const hookUrl = (host: string): string => `https://${host}:${ports[0] ?? 0}/services/T0`;

it("posts to Slack over TLS, in Slack's form", async () => {
  const slack = { kind: "slack", name: "chat", url: "sealed:HOOK" } as const;
  expect(await send(slack, `HOOK=${hookUrl("localhost")}\n`)).toBe("delivered\tchat");
  expect(said.at(-1)).toMatch(/^\/services\/T0 \{"text":"\[.*\] drill by root marked by hand, a test/);
});

it("sends nothing where the certificate is another's, or nobody vouches for it, or the secret is missing", async () => {
  const before = said.length;
  const slack = { kind: "slack", name: "chat", url: "sealed:HOOK" } as const;
  expect(await send(slack, `HOOK=${hookUrl("127.0.0.1")}\n`)).toMatch(/^failed\tchat\tverify error.*mismatch/);
  expect(await send(slack, `HOOK=${hookUrl("localhost")}\n`, "")).toMatch(/^failed\tchat\tverify error/);
  expect(await send(slack, "")).toMatch(/^failed\tchat\tHOOK has no value/);
  expect(said.length).toBe(before);
});

it("sends mail after STARTTLS, and the password never before it", async () => {
  const mail: AlertChannelWanted = {
    ...{ kind: "smtp", name: "mail", server: "localhost", port: ports[1] ?? 0, from: "a@x.example" },
    ...{ to: ["b@x.example", "c@x.example"], account: "ada", password: "sealed:MAIL" },
  };
  const before = said.length;
  expect(await send(mail, "MAIL=pass word!\n", "")).toMatch(/^failed\tmail\tverify error/);
  expect(said.slice(before).some((line) => line.startsWith("AUTH"))).toBe(false);
  expect(await send(mail, "MAIL=pass word!\n")).toBe("delivered\tmail");
  const auth = `AUTH PLAIN ${Buffer.from("\0ada\0pass word!").toString("base64")}`;
  expect(said).toEqual(expect.arrayContaining([auth, "RCPT TO:<b@x.example>", "RCPT TO:<c@x.example>", "QUIT"]));
});
