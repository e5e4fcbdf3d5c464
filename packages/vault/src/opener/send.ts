import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { Outgoing, Reply } from "./ask.ts";

/** Bytes of an answer to an opening, and of the headers of any. */
const longestReply = 16_384;

/** Milliseconds for all of an answer, and until a connection stands. */
export interface Patience {
  readonly answer: number;
  readonly connection: number;
}

const usual: Patience = { answer: 10_000, connection: 3_000 };

/** Brings requests to confirmers. */
export interface Courier {
  /** Begins to connect: the connection stands by the time that a request is signed. Nothing is sent. */
  readonly reach: (origin: string) => void;
  readonly send: (outgoing: Outgoing, sent?: () => void) => Promise<Reply>;
}

export function courier(patience: Patience = usual): Courier {
  const reached = new Map<string, Socket>();
  return {
    reach(origin) {
      if (reached.has(origin)) return;
      const socket = connected(new URL(origin), patience);
      // one that is never used keeps no process from ending
      socket.unref();
      // what goes wrong is told where the connection is used
      socket.on("error", () => undefined);
      reached.set(origin, socket);
    },
    send(outgoing, sent) {
      const { origin } = new URL(outgoing.request.targetUri);
      const socket = reached.get(origin);
      // each connection is good for one request
      reached.delete(origin);
      return send(outgoing, sent, { patience, socket });
    },
  };
}

/**
 * Brings a request to its confirmer over HTTP, and calls `sent` when all of it is on its way. Follows nothing, keeps nothing open.
 * Rejects when no whole answer comes in time.
 */
export function send(
  { request, body, confirmer, longest = longestReply }: Outgoing,
  sent: () => void = () => undefined,
  { patience = usual, socket }: { readonly patience?: Patience; readonly socket?: Socket | undefined } = {},
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const url = new URL(request.targetUri);
  const line = socket === undefined || socket.destroyed ? connected(url, patience) : socket.ref();
  const outgoing: ClientRequest = moduleFor(url).request(url, {
    method: request.method,
    headers: Object.fromEntries([...request.headers, ["content-length", String(body.length)]]),
    maxHeaderSize: longestReply,
    createConnection: () => line,
  });
  outgoing.on("response", (incoming) => {
    const from = incoming.socket.remoteAddress ?? "";
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= longest) return;
      // at once: where all of it is there already, its end comes before the error
      reject(new Error(`${confirmer.confirmer} answers too much`));
      outgoing.destroy();
    });
    incoming.on("error", reject);
    incoming.on("end", () => {
      const { rawHeaders, statusCode = 0 } = incoming;
      const lines = rawHeaders.flatMap((name, n): [string, string][] =>
        n % 2 === 0 ? [[name, rawHeaders[n + 1] ?? ""]] : [],
      );
      resolve({ status: statusCode, headers: lines, body: Buffer.concat(chunks), from });
    });
  });
  const late = setTimeout(() => outgoing.destroy(new Error("no answer in time")), patience.answer);
  late.unref();
  outgoing.on("close", () => {
    clearTimeout(late);
    // also what Node makes no event of, as the answer 101
    reject(new Error("no whole answer"));
  });
  outgoing.on("finish", sent);
  outgoing.on("error", reject);
  outgoing.end(body);
  return promise;
}

/** A socket that is on its way to an origin; with TLS, for which the machine's own authorities vouch. */
function connected({ protocol, hostname, port }: URL, patience: Patience): Socket {
  const host = hostname.replace(/^\[|\]$/g, "");
  const secure = protocol === "https:";
  const where = { host, port: Number(port) || (secure ? 443 : 80) };
  // getBuiltinModule: an import of node:http also makes what it exports for browsers' sake, which takes 20 ms
  const socket = secure
    ? process.getBuiltinModule("node:tls").connect({ ...where, ...(isName(host) ? { servername: host } : {}) })
    : process.getBuiltinModule("node:net").connect(where);
  const late = setTimeout(() => socket.destroy(new Error("no connection in time")), patience.connection);
  late.unref();
  for (const over of [secure ? "secureConnect" : "connect", "close"]) socket.once(over, () => clearTimeout(late));
  return socket;
}

function moduleFor({ protocol }: URL) {
  return protocol === "https:" ? process.getBuiltinModule("node:https") : process.getBuiltinModule("node:http");
}

/** A name, and no address: TLS names no addresses (RFC 6066 section 3). */
function isName(host: string): boolean {
  return process.getBuiltinModule("node:net").isIP(host) === 0;
}
