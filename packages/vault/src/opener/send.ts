import { request as overTls } from "node:https";
import { request as plain } from "node:http";
import type { Question, Reply } from "./ask.ts";

/** Bytes of an answer, and milliseconds for all of it. */
const longestReply = 16_384;
const patience = 10_000;

/** Brings a question to its confirmer over HTTP. Follows nothing, keeps nothing open. Rejects when no whole answer comes in time. */
export function send({ request, body, confirmer }: Question): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const url = new URL(request.targetUri);
  const headers = Object.fromEntries([...request.headers, ["content-length", String(body.length)]]);
  const outgoing = (url.protocol === "https:" ? overTls : plain)(
    url,
    {
      method: request.method,
      headers,
      agent: false,
      signal: AbortSignal.timeout(patience),
      maxHeaderSize: longestReply,
    },
    (incoming) => {
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > longestReply) outgoing.destroy(new Error(`${confirmer.confirmer} answers too much`));
      });
      incoming.on("error", reject);
      incoming.on("end", () => {
        const { rawHeaders, statusCode = 0 } = incoming;
        const lines = rawHeaders.flatMap((name, n): [string, string][] =>
          n % 2 === 0 ? [[name, rawHeaders[n + 1] ?? ""]] : [],
        );
        resolve({ status: statusCode, headers: lines, body: Buffer.concat(chunks) });
      });
    },
  );
  outgoing.on("error", reject);
  outgoing.end(body);
  return promise;
}
