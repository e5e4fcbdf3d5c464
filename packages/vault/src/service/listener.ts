import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type ListenAddress, listenText, type ServiceOptions } from "./service-options.ts";

/** Where a server gets its connections from: an address, or a socket that somebody opened before (sd_listen_fds(3)). */
export type Place = ListenAddress | { readonly fd: number };

export type ListenReason =
  /** The certificate and its key cannot be read, or do not fit. `detail` says what. */
  | "bad-certificate"
  /** Nobody can listen there. `detail` is the address, and the code of the system's error. */
  | "not-listening";

export interface Listener {
  /** `http://127.0.0.1:8440` */
  readonly origin: string;
  /** Reads certificate and key again; what is there stays where they are no use. */
  reload(): Promise<Outcome<undefined, ListenReason>>;
  /** Takes no more connections, and ends when what is under way is answered, or after some time. */
  stop(patience: number): Promise<void>;
}

/**
 * Milliseconds for a whole request, and how often that is looked at: who sends byte by byte is cut off. As long as a host waits for its
 * answer: what was sent and is not read yet, while many come at once, counts too.
 */
const limits = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
};

/** Listens, with TLS where there is a certificate. */
export async function listen(
  answer: RequestListener,
  place: Place,
  files?: ServiceOptions["tls"],
): Promise<Outcome<Listener, ListenReason>> {
  const tls = files === undefined ? undefined : await readTls(files);
  if (tls?.ok === false) return tls;
  const server =
    tls === undefined
      ? createServer(limits, answer)
      : // TLS 1.3 alone: who asks is a program of ours
        createSecureServer({ ...limits, ...tls.value, minVersion: "TLSv1.3", handshakeTimeout: 5_000 }, answer);
  server.maxRequestsPerSocket = 100;
  try {
    server.listen({ ...place, backlog: 2_048 });
    await once(server, "listening");
  } catch (error) {
    const where = "fd" in place ? `socket ${place.fd}` : listenText(place);
    return refuse("not-listening", `${where}: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
  const { address: host, port } = server.address() as AddressInfo;
  return accept({
    origin: `${files === undefined ? "http" : "https"}://${listenText({ host, port })}`,
    async reload() {
      if (files === undefined) return accept(undefined);
      const read = await readTls(files);
      if (!read.ok) return read;
      (server as SecureServer).setSecureContext({ ...read.value, minVersion: "TLSv1.3" });
      return accept(undefined);
    },
    stop: (patience) => stop(server, patience),
  });
}

async function readTls({ certificate, key }: NonNullable<ServiceOptions["tls"]>) {
  try {
    const read = { cert: await readFile(certificate), key: await readFile(key) };
    createSecureContext(read);
    return accept(read);
  } catch (error) {
    return refuse("bad-certificate" as const, error instanceof Error ? error.message : "unknown");
  }
}

async function stop(server: Server, patience: number): Promise<void> {
  const closed = once(server, "close");
  // those that wait for their first request are under way too, and are kept
  server.close();
  const late = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearTimeout(late);
}

/** The socket that systemd opened for this process, or for the one that started it (sd_listen_fds(3)). */
export function givenSocket(env: NodeJS.ProcessEnv, pids: readonly number[]): { readonly fd: number } | undefined {
  const isOurs = pids.some((pid) => env["LISTEN_PID"] === String(pid));
  return isOurs && /^[1-9]\d?$/.test(env["LISTEN_FDS"] ?? "") ? { fd: 3 } : undefined;
}
