import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sign, signingKey } from "@secondlock/signatures";
import { onTestFinished } from "vitest";
import { openingTag } from "../../confirmer/opening-message.ts";
import { must } from "../../testing/shop.ts";
import { ask } from "../../opener/ask.ts";
import type { ServiceOptions } from "../service-options.ts";
import type { Life } from "./confirmer-process.ts";
import { confirmerKey, type KeptKey } from "./kept-key.ts";

/** A confirmer in a process of its own. It ends with its test, whatever happens. */
export interface OwnProcess {
  readonly child: ChildProcess;
  /** What it says next, a line of JSON. */
  readonly next: () => Promise<Record<string, unknown>>;
  /** Asks it to stop, and waits for its end. */
  stop(): Promise<void>;
}

const anywhere = { host: "127.0.0.1", port: 0 };

export function optionsOf(folder: string, more: Partial<ServiceOptions> = {}): ServiceOptions {
  return {
    ...{ folder, listen: anywhere, health: undefined, origin: undefined, masterKey: undefined, postgres: undefined },
    ...{ tls: undefined, workers: 1, alertWebhook: undefined, alertCommand: undefined },
    ...more,
  };
}

interface How {
  /** Words before the command: what makes its surroundings. */
  readonly through?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
}

export function startProcess(
  life: Life,
  { through = [], env = {}, stdio = ["pipe", "pipe", "inherit"] }: How = {},
): OwnProcess {
  const program = join(import.meta.dirname, "confirmer-process.ts");
  const [command, ...rest] = [...through, process.execPath, program, JSON.stringify(life)];
  const child = spawn(command, rest, {
    stdio,
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "secondlock-vault-compiled"), ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    child,
    async next() {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("it has ended");
      return JSON.parse(value) as Record<string, unknown>;
    },
    async stop() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}

/** What came back, or why nothing did. */
export type Status = number | string;

const boot = Buffer.alloc(32).toString("base64url");

/** Requests for one element that are signed before, to be sent at once: they are good for a minute. */
export async function prepared(
  key: KeptKey,
  origin: string,
  signer: string,
  count: number,
): Promise<readonly (() => Promise<Status>)[]> {
  const asked = await ask(confirmerKey(key, origin, signer), key.host, { boot, purpose: "start" });
  const { method, targetUri } = asked.request;
  const headers = [["content-type", "application/json"]] as const;
  const signing = must(signingKey(key.host.signer.publicKey, key.host.signer.secretKey));
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const options = { key: signing, tag: openingTag, body: asked.body };
      const signed = await sign({ method, targetUri, headers: [...headers] }, options);
      if (!signed.ok) throw new Error(signed.reason);
      return () => sent(targetUri, [...headers, ...signed.headers], asked.body);
    }),
  );
}

/** A connection of its own for each, as hosts do, and all the time it takes. */
function sent(url: string, headers: readonly (readonly [string, string])[], body: Buffer): Promise<Status> {
  const { promise, resolve } = Promise.withResolvers<Status>();
  const lines = { ...Object.fromEntries(headers), "content-length": String(body.length) };
  const outgoing = request(url, { method: "POST", agent: false, headers: lines }, (answer) => {
    answer.resume();
    answer.on("end", () => resolve(answer.statusCode ?? 0));
    answer.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  });
  outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  outgoing.end(body);
  return promise;
}
