import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { folder, type Said, secondlock } from "./command.ts";

const url = "https://api.example/orders?page=2";
const secret = Buffer.alloc(32, 7).toString("base64");
const body = '{"article":"lock"}';

/** A folder with a key pair, another one's public key, a secret and a body. */
function desk(): string {
  const path = folder();
  const [own, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
  write("client.pem", own.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  write("client.pub.pem", own.publicKey.export({ type: "spki", format: "pem" }).toString());
  write("other.pub.pem", other.publicKey.export({ type: "spki", format: "pem" }).toString());
  write("secret.txt", `${secret}\n`);
  write("short.txt", "c2hvcnQ=\n");
  write("body.json", body);
  return path;
}

const sign = (path: string, ...more: readonly string[]): Promise<Said> =>
  secondlock(["sign", "POST", url, "--keyid", "shop", "--body", "body.json", ...more], path);

/** The request as it would go over the wire. */
const wire = (headers: string, sent: string = body): string =>
  `POST /orders?page=2 HTTP/1.1\r\nHost: api.example\r\nContent-Length: ${Buffer.byteLength(sent)}\r\n${headers.replaceAll("\n", "\r\n")}\r\n${sent}`;

const altered = (what: string | RegExp, by: string): string => wire("").replace(what, by);

describe("secondlock sign and verify", () => {
  it.each([
    ["client.pem", "client.pub.pem", "ed25519"],
    ["secret.txt", "secret.txt", "hmac-sha256"],
  ])("what is signed with %s verifies with %s", async (own, known, algorithm) => {
    const path = desk();
    const signed = await sign(path, "--key", own, "--tag", "orders");
    expect(signed).toMatchObject({ status: 0, err: "" });
    writeFileSync(join(path, "request.txt"), wire(signed.out));
    const said = await secondlock(["verify", "request.txt", "--key", known, "--tag", "orders"], path);
    expect(said).toMatchObject({ status: 0, err: "" });
    expect(said.out).toBe(
      `sig1: verified, ${algorithm}, key shop, covers "@method" "@authority" "@path" "@query" "content-digest"\n`,
    );
  });

  it.each([
    ["another key", (text: string) => text, ["--key", "other.pub.pem"], /does not verify.*\nhint: .*--show-base/],
    ["another query", (text: string) => text.replace("page=2", "page=3"), [], /does not verify/],
    ["another body", (text: string) => text.replace("lock", "lack"), [], /not the one whose digest was signed/],
    ["another tag", (text: string) => text, ["--tag", "refunds"], /no signature that the policy asks for/],
    ["another keyid", (text: string) => text, ["--keyid", "till"], /nobody knows this keyid/],
    ["no signature", (text: string) => text.replaceAll(/^Signature.*\r\n/gm, ""), [], /carries no signature/],
  ])("%s is refused, and the reason is told", async (_, change, more, reason) => {
    const path = desk();
    const { out } = await sign(path, "--key", "client.pem", "--tag", "orders");
    const input = change(wire(out));
    const key = more.includes("--key") ? [] : ["--key", "client.pub.pem"];
    const said = await secondlock(["verify", ...key, ...more], path, { input });
    expect(said).toMatchObject({ status: 1, out: "" });
    expect(said.err).toMatch(reason);
  });

  it("a refusal as JSON has the name of its reason", async () => {
    const path = desk();
    const { out } = await sign(path, "--key", "client.pem");
    const input = wire(out).replace("lock", "lack");
    const said = await secondlock(["verify", "--key", "client.pub.pem", "--json"], path, { input });
    expect(said.status).toBe(1);
    expect(JSON.parse(said.out)).toMatchObject({ ok: false, reason: "digest-mismatch" });
  });

  it("shows what is signed, the same on both sides", async () => {
    const path = desk();
    const { out } = await sign(path, "--key", "client.pem");
    const said = await secondlock(["verify", "--key", "client.pub.pem", "--show-base"], path, { input: wire(out) });
    expect(said.out).toContain('"@query": ?page=2\n');
    const json = JSON.parse((await sign(path, "--key", "client.pem", "--json")).out) as { base: string };
    expect(json.base.split("\n").slice(0, 4)).toEqual(said.out.split("\n").slice(1, 5));
  });

  it("shows what should have been signed where the signature is bad, for the difference to be seen", async () => {
    const path = desk();
    const signed = JSON.parse((await sign(path, "--key", "client.pem", "--json")).out) as {
      base: string;
      headers: string[];
    };
    const input = wire(`${signed.headers.join("\n")}\n`).replace("page=2", "page=3");
    const verify = (...more: readonly string[]): Promise<Said> =>
      secondlock(["verify", "--key", "client.pub.pem", ...more], path, { input });
    const base = signed.base.replace("page=2", "page=3");

    expect(await verify("--show-base")).toMatchObject({ status: 1, out: `${base}\n` });
    expect(await verify()).toMatchObject({ status: 1, out: "", err: expect.stringContaining("--show-base") });
    expect(JSON.parse((await verify("--json")).out)).toMatchObject({ reason: "bad-signature", base });
  });

  it.each([
    ["no time", ["--demand", "keyid"], { status: 0, err: "" }],
    [
      "a nonce without a time",
      ["--demand", "nonce"],
      { status: 2, err: expect.stringContaining("created or expires") },
    ],
    ["a parameter that there is not", ["--demand", "user"], { status: 2, err: expect.stringContaining("parameters") }],
    ["a label that no header has", ["--label", "Sig 1"], { status: 2, err: expect.stringContaining("labels") }],
  ])("%s is demanded", async (_, more, said) => {
    const path = desk();
    const { out } = await sign(path, "--key", "client.pem");
    const verified = await secondlock(["verify", "--key", "client.pub.pem", ...more], path, { input: wire(out) });
    expect(verified).toMatchObject(said);
  });

  it.each([
    ["no key file", ["--key", "gone.pem"], /gone\.pem cannot be read: ENOENT/],
    ["a public key to sign with", ["--key", "client.pub.pem"], /it is a public key, which cannot sign/],
    ["a short secret", ["--key", "short.txt"], /at least 32 bytes/],
    ["a lifetime of a year", ["--key", "client.pem", "--lifetime", "31536000"], /--lifetime takes seconds/],
    ["an unknown component", ["--key", "client.pem", "--cover", "@colour"], /cannot be signed.*\nhint: /],
    ["a header without a colon", ["--key", "client.pem", "-H", "nonsense"], /cannot be signed/],
    ["a body that is not there", ["--key", "client.pem", "--body", "gone"], /gone cannot be read/],
  ])("%s: it says so, and shows nothing of a key", async (_, more, reason) => {
    const path = desk();
    const said = await sign(path, ...more);
    expect(said).toMatchObject({ status: 2, out: "" });
    expect(said.err).toMatch(reason);
    const keys = ["client.pem", "secret.txt", "short.txt"].map((name) => readFileSync(join(path, name), "utf8").trim());
    for (const key of keys) expect(said.err).not.toContain(key.split("\n")[1] ?? key);
  });

  it.each([
    ["not HTTP", "hello\n\n", /holds no request/],
    ["a response", "HTTP/1.1 200 OK\r\n\r\n", /this is a response/],
    ["nothing", "", /holds no request/],
    [
      "chunks and a length",
      altered("Host:", "Transfer-Encoding: chunked\r\nHost:"),
      /Transfer-Encoding: write the body/,
    ],
    ["another request behind the body", `${wire("")}GET /admin HTTP/1.1\r\n\r\n`, /longer than Content-Length/],
    ["a length in base 16", altered(/Length: \d+/, "Length: 0x12"), /Content-Length is no number/],
    ["a folded length", altered("Length: ", "Length:\r\n "), /Content-Length is no number/],
    ["an address of another host", altered("POST /", "POST https://evil.example/"), /whose host is that of Host/],
  ])("what is no request is told apart from one that is refused: %s", async (_, input, reason) => {
    const said = await secondlock(["verify", "--key", "client.pub.pem"], desk(), { input });
    expect(said).toMatchObject({ status: 2, out: "" });
    expect(said.err).toMatch(reason);
  });

  it("as of another time it is over, and as of its own it verifies however late one asks", async () => {
    const path = desk();
    const { out } = await sign(path, "--key", "client.pem");
    const verify = async (at: string): Promise<Said> =>
      await secondlock(["verify", "--key", "client.pub.pem", "--at", at], path, { input: wire(out) });
    expect(await verify("2099-01-01T00:00:00Z")).toMatchObject({ status: 1, err: expect.stringMatching(/ago|past/) });
    expect(await verify(new Date().toISOString())).toMatchObject({ status: 0 });
    expect(await verify("yesterday")).toMatchObject({ status: 2, err: expect.stringContaining("--at takes a time") });
  });

  it("options may stand before the arguments, and a header goes out with the others", async () => {
    const path = desk();
    const date = "Date: Sat, 21 Nov 2026 20:00:00 GMT";
    const key = ["--key", "client.pem", "--keyid", "shop"];
    const signed = await secondlock(
      ["sign", "-H", date, "--cover", "date", ...key, "GET", "https://api.example/"],
      path,
    );
    expect(signed.out).toMatch(new RegExp(`^${date}\nSignature-Input: sig1=\\("date"\\);`));
  });

  it("a body of any bytes verifies", async () => {
    const path = desk();
    const bytes = Buffer.from([0, 255, 13, 10, 128, 195, 40]);
    writeFileSync(join(path, "body.bin"), bytes);
    const { out } = await sign(path, "--key", "client.pem", "--body", "body.bin");
    const head = Buffer.from(wire(out, "").replace("Content-Length: 0", `Content-Length: ${bytes.length}`));
    writeFileSync(join(path, "request.bin"), Buffer.concat([head, bytes]));
    const said = await secondlock(["verify", "request.bin", "--key", "client.pub.pem"], path);
    expect(said).toMatchObject({ status: 0, err: "" });
  });

  it("curl sends what was signed, and it verifies where it arrives", async () => {
    const path = desk();
    let arrived = "";
    const server = createServer((request, response) => {
      arrived = `${request.method} ${request.url} HTTP/1.1\r\n`;
      for (let index = 0; index < request.rawHeaders.length; index += 2)
        arrived += `${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}\r\n`;
      arrived += "\r\n";
      request.on("data", (chunk: Buffer) => (arrived += chunk.toString("utf8")));
      request.on("end", () => response.end());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders?page=2`;
      const named = ["--keyid", "shop", "--key", "client.pem", "--body", "body.json"];
      const { out } = await secondlock(["sign", "POST", at, ...named], path);
      writeFileSync(join(path, "headers"), out);
      const sent = ["--silent", "--show-error", "--header", "@headers", "--data-binary", "@body.json", at];
      await promisify(execFile)("curl", sent, { cwd: path });
      const said = await secondlock(["verify", "--http", "--key", "client.pub.pem"], path, { input: arrived });
      expect(said).toMatchObject({ status: 0, err: "" });
    } finally {
      server.close();
    }
  });
});
