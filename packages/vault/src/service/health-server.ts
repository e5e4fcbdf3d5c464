import { createServer, type Server } from "node:http";

export interface Health {
  /** Why no opening can be confirmed now; none: it is ready. */
  readonly reasons: readonly string[];
}

interface Parts {
  readonly health: () => Promise<Health>;
  readonly metrics: () => Promise<string>;
}

/** `/healthz` and `/metrics`, on a listener of their own: whoever may ask for openings need not see either. */
export function healthServer({ health, metrics }: Parts): Server {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192 });
  server.on("request", (request, response) => {
    const answer = async (): Promise<readonly [status: number, type: string, body: string]> => {
      if (request.method !== "GET" && request.method !== "HEAD") return [405, "text/plain", ""];
      if (request.url === "/metrics") return [200, "text/plain; version=0.0.4", await metrics()];
      if (request.url !== "/healthz") return [404, "text/plain", ""];
      const { reasons } = await health();
      const ready = reasons.length === 0;
      return [ready ? 200 : 503, "application/json", `${JSON.stringify({ ready, reasons })}\n`];
    };
    answer().then(
      ([status, type, body]) =>
        response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return server;
}
