import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign, signingKey } from "@secondlock/signatures";
import {
  addSignature,
  createPerson,
  newPolicy,
  type Policy,
  rememberInvitation,
  signPolicy,
  writeConfirmer,
  writeInvitation,
  writePin,
} from "@secondlock/vault";
import { sealedFor } from "@secondlock/vault/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approveCommand } from "../src/commands/approve.ts";
import { ownerCommand } from "../src/commands/owner.ts";
import { policyCommand } from "../src/commands/policy.ts";
import { rotateCommand } from "../src/commands/rotate.ts";
import type { Console } from "../src/console.ts";

const root = mkdtempSync(join(tmpdir(), "secondlock-lying-"));
const [home, file] = [join(root, "home"), join(root, ".env.sealed")];
const escape = "\u001B]52;c;ZXZpbA==\u0007";
let asked: string[] = [];
let answers: Readonly<Record<string, unknown>> = {};
let here: Awaited<ReturnType<typeof lying>>;

/** A confirmer in whose place somebody answers who has its key. */
async function lying() {
  const sealed = await sealedFor({ secrets: { A: "1" } });
  const [honest] = sealed.confirmers;
  if (honest === undefined) throw new Error("there is no confirmer");
  await honest.stop();
  const { confirmer, signer } = honest;
  const key = signingKey(signer.publicKey, signer.secretKey);
  if (!key.ok) throw new Error(key.reason);
  const server = createServer((incoming, response) => {
    void (async () => {
      const { order = incoming.url ?? "" } = JSON.parse(await bodyOf(incoming)) as { readonly order?: string };
      asked.push(order);
      const body = Buffer.from(JSON.stringify(sorted(answers[order] ?? {})));
      const headers: [string, string][] = [["content-type", "application/json"]];
      const message = { method: "POST", targetUri: `${confirmer.origin}${incoming.url}`, headers: linesOf(incoming) };
      const signed = await sign(
        { status: 200, headers, request: message },
        { key: key.value, tag: "secondlock-opened", body },
      );
      if (!signed.ok) throw new Error(signed.reason);
      response.writeHead(200, [...headers, ...signed.headers].flat()).end(body);
    })();
  });
  server.listen(Number(new URL(confirmer.origin).port), "127.0.0.1");
  await once(server, "listening");
  await createPerson(home, "ada");
  const pem = String(sealed.owner.secretKey.export({ format: "pem", type: "pkcs8" }));
  writeFileSync(join(home, "signer.pem"), pem, { mode: 0o600 });
  await writePin(home, sealed.pin);
  writeFileSync(file, sealed.bytes);
  await writeConfirmer(home, { confirmer: confirmer.confirmer, origin: confirmer.origin, key: confirmer.key });
  const { file: id, identity, mode } = sealed.header;
  const invitation = {
    file: id,
    identity,
    mode,
    host: "app-1",
    key: sealed.host.signer.publicKey,
    recipient: identity,
  };
  const invited = { ...invitation, wraps: [[confirmer]] };
  await rememberInvitation(home, invited, writeInvitation(invited, sealed.owner));
  const policy = {
    ...newPolicy(sealed.host.signer.publicKey, { sources: ["127.0.0.1/32"] }, new Date()),
    kid: confirmer.kid,
  };
  return { sealed, confirmer, policy, server };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return String(Buffer.concat(chunks));
}

function linesOf({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, n): [string, string][] =>
    n % 2 === 0 ? [[name.toLowerCase(), rawHeaders[n + 1] ?? ""]] : [],
  );
}

/** As canonical JSON has it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, each]) => [name, sorted(each)]));
}

/** Runs a command; what it says, and how it ends. */
async function said(run: (console: Console) => Promise<number>) {
  let [out, err] = ["", ""];
  const console: Console = {
    ...{ out: (text) => void (out += text), err: (text) => void (err += text) },
    ...{ colour: false, width: 80, unicode: true, progress: false },
  };
  const status = await run(console);
  return { status, out, err };
}

/** What it tells of its keys. */
function seen(policy: Policy, signers: readonly ("owner" | "host")[] = ["owner"], more: object = {}) {
  const { sealed, confirmer } = here;
  const signer = { owner: sealed.owner, host: sealed.host.signer };
  const [first = "owner", ...rest] = signers;
  const signed = rest.reduce(
    (text, who) => addSignature(text, "policy", signer[who]),
    signPolicy(policy, signer[first]),
  );
  const key = {
    ...{ kid: confirmer.kid, status: "active", policy: confirmer.policy, signed, opens: 0, maximumOpens: 1 },
    epochs: [{ epoch: 1, publicKey: confirmer.publicKey, evaluations: 0 }],
    expires: "2099-01-01T00:00:00Z",
  };
  const owners = { version: 1, confirmer: confirmer.key, owners: [{ name: "ada", key: sealed.owner.publicKey }] };
  return { keys: [key], owners, peers: { version: 0, confirmer: "", peers: [] }, ...more };
}

const options = { home, file, yes: true };

beforeEach(async () => {
  asked = [];
  answers = {};
  here = await lying();
});
afterEach(() => {
  here.server.closeAllConnections();
  here.server.close();
  rmSync(root, { recursive: true, force: true });
});

describe("a confirmer that lies to an owner", () => {
  it("has a policy changed when it tells the one that the owner signed", async () => {
    answers = { look: seen(here.policy) };
    expect(
      (await said((console) => policyCommand("app-1", { ...options, purpose: "start", grace: "1d" }, console))).err,
    ).toContain('purposes  ["start","task","edit","rotate","test"] -> ["start"]');
    expect(asked).toEqual(["look", "set-policy"]);
  });

  it.each<readonly [string, () => object, string]>([
    [
      "for another key of its own",
      () => seen({ ...here.policy, kid: randomBytes(16).toString("base64url") }),
      "is not for this host's key",
    ],
    [
      "for another host than the one that was invited, whoever signed it",
      () => seen({ ...here.policy, hostKey: randomBytes(32).toString("base64url") }),
      "is not for this host's key",
    ],
    ["that nobody signed who is known here", () => seen(here.policy, ["host"]), "only the confirmer's word"],
  ])("gets no signature for one %s, and no epoch", async (_, told, why) => {
    answers = { look: told() };
    const changed = await said((console) =>
      policyCommand("app-1", { ...options, purpose: "start", grace: "1d" }, console),
    );
    expect(changed).toMatchObject({ status: 2, out: "" });
    expect(changed.err).toContain(why);
    expect(await said((console) => rotateCommand([], options, console))).toMatchObject({ status: 2, out: "" });
    expect(asked).toEqual(["look", "look"]);
  });

  it("writes nothing to the terminal", async () => {
    const { sealed } = here;
    const name = `ada${escape}`;
    const opening = {
      ...{ handle: `h${escape}`, kid: here.confirmer.kid, purpose: "start", asked: 1, expires: 2, approvals: 0 },
      ...{ request: here.confirmer.policy, policy: here.confirmer.policy },
    };
    answers = {
      look: seen(here.policy, ["owner"], {
        owners: { version: 1, confirmer: here.confirmer.key, owners: [{ name, key: sealed.owner.publicKey }] },
      }),
      "/v1/waiting": { openings: [opening] },
    };
    for (const run of [
      (console: Console) => ownerCommand(["list"], { home }, console),
      (console: Console) => ownerCommand(["list"], { home, json: true }, console),
      (console: Console) => approveCommand(undefined, { home }, console),
    ]) {
      const { out, err } = await said(run);
      expect(`${out}${err}`).not.toContain("ZXZpbA==");
    }
    expect(asked).toHaveLength(3);
  });
});
