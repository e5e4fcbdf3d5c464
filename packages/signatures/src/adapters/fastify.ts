import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { hasBody, verifyIncoming } from "./node-http.ts";
import { answered, checkGuard, type Guard, messageOf, remember } from "./verified-requests.ts";

export { verifiedOf, type Guard } from "./verified-requests.ts";

/**
 * Guards every route of this instance and of those inside it; call it before the routes. Fastify's own parsers then read the verified bytes and nothing else.
 * `verifiedOf(request)` tells who signed.
 */
export function signedRequests(app: FastifyInstance, guard: Guard): void {
  checkGuard(guard);
  app.addHook("preParsing", async (request, reply, payload) => {
    const result = await verifyIncoming(request.raw, guard, request.originalUrl);
    if (!result.ok) {
      const { status, headers, body } = answered(result, guard, hasBody(request.raw));
      // always, or the peer would be told whether its body was read
      const close = request.raw.httpVersionMajor === 1;
      await reply
        .code(status)
        .headers({ ...headers, ...(close ? { connection: "close" } : {}) })
        .send(body);
      return undefined;
    }
    remember(request, result, messageOf(request.raw));
    // not read here, so it is as it came
    if (guard.policy.body === "ignored") return payload;
    return Readable.from([result.body], { objectMode: false });
  });
}
