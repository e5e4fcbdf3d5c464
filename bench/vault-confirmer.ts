import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { randomBytes } from "node:crypto";
import { generateIdentity } from "../packages/age/src/index.ts";
import {
  createHostKeys,
  type Header,
  type HostKeys,
  parseFile,
  pinOf,
  signHeader,
  signWrap,
  writeFile,
  writePin,
} from "../packages/vault/src/index.ts";
import type { ConfirmerKey } from "../packages/vault/src/file/wrap.ts";
import { sealValue } from "../packages/vault/src/file/value.ts";
import { wrapIdentity } from "../packages/vault/src/keys/kek.ts";
import { generateSigner } from "../packages/vault/src/keys/signing.ts";
import { ask, readReply } from "../packages/vault/src/opener/ask.ts";
import { send } from "../packages/vault/src/opener/send.ts";
import { confirmerKey, folderWithKey, signerOfFolder } from "../packages/vault/src/service/testing/kept-key.ts";

/** A file that is sealed for app-1, and what opens it. */
export interface SealedDesk {
  readonly keys: string;
  readonly file: string;
  readonly host: HostKeys;
  readonly confirmer: ConfirmerKey;
  /** Where the confirmer listens. */
  readonly port: number;
}

export interface Running {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string },
): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

const confirmerFolder = (folder: string): string => join(folder, "confirmer");

/** Makes the folders of a host and of its confirmer, and seals three values. */
export async function sealedDesk(folder: string): Promise<SealedDesk> {
  const keys = join(folder, "keys");
  mkdirSync(folder, { recursive: true });
  const host = must(await createHostKeys(keys));
  const kept = await folderWithKey(confirmerFolder(folder), {
    hostKey: host.signer.publicKey,
    rate: { opens: 100_000, seconds: 1 },
  });
  const port = await freePort();
  const confirmer = confirmerKey(kept, `http://127.0.0.1:${port}`, signerOfFolder(confirmerFolder(folder)));
  const [owner, identity] = [generateSigner(), generateIdentity()];
  const header: Header = {
    ...{ format: 1, file: randomBytes(16).toString("base64url"), version: 1, identity: identity.recipient.text },
    ...{ recovery: [generateIdentity().recipient.text], owner: owner.publicKey, loaders: [], mode: "all-of" },
    editors: [{ name: "ada", key: owner.publicKey }],
  };
  const running = await startConfirmer(folder, port, 1);
  const question = await ask(confirmer, host, { boot: randomBytes(32).toString("base64url"), purpose: "start" });
  const evaluated = must(await readReply(question, await send(question)));
  await running.stop();
  const wrap = wrapIdentity(
    header,
    { file: header.file, host: "app-1", confirmers: [confirmer] },
    identity,
    host.localKey,
    [evaluated],
  );
  const at = new Date();
  const values = ["DATABASE_URL", "SESSION_KEY", "STRIPE_KEY"].map((name) =>
    must(sealValue(header, name, 1, "x".repeat(48), at)),
  );
  const bytes = writeFile({ header: signHeader(header, owner), wraps: [signWrap(wrap, owner)], values }, [], {
    by: "ada",
    signer: owner,
    at,
  });
  const file = join(folder, ".env.sealed");
  writeFileSync(file, bytes);
  must(await writePin(keys, pinOf(must(parseFile(bytes)))));
  return { keys, file, host, confirmer, port };
}

/** The service as it runs anywhere, in processes of its own. */
export async function startConfirmer(folder: string, port: number, workers: number): Promise<Running> {
  const program = join(import.meta.dirname, "../packages/vault/src/service/testing/confirmer-process.ts");
  const options = {
    ...{ folder: confirmerFolder(folder), listen: { host: "127.0.0.1", port }, workers },
    // each port is another process: to hosts it is the same confirmer only where its origin is
    origin: `http://127.0.0.1:${port}`,
  };
  const child = spawn(process.execPath, [program, JSON.stringify({ options })], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  const { value } = await lines[Symbol.asyncIterator]().next();
  if (child.pid === undefined || !String(value).includes("origin")) throw new Error(`no confirmer: ${String(value)}`);
  return {
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
