import type { RequestHandler } from "express";
import { hasBody, sendAnswer, verifyIncoming } from "./node-http.ts";
import { answered, checkGuard, type Guard } from "./verified-requests.ts";

export { verifiedOf, type Guard } from "./verified-requests.ts";

/**
 * Middleware of Express 5. Stands before every body parser: it reads the stream, and leaves the verified bytes in `request.body`, a
 * Buffer, which no parser behind it touches. A request whose body somebody has read before is refused. With a policy that ignores
 * bodies it does neither, and the parsers read the body as they would without it.
 */
export function signedRequests(guard: Guard): RequestHandler {
  checkGuard(guard);
  return async (request, response, next) => {
    const result = await verifyIncoming(request, guard, request.originalUrl);
    if (!result.ok) return sendAnswer(response, answered(result, guard, hasBody(request)));
    if (guard.policy.body === "covered") request.body = result.body;
    next();
  };
}
