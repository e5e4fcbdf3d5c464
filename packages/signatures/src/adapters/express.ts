import type { RequestHandler } from "express";
import { hasBody, sendAnswer, verifyIncoming } from "./node-http.ts";
import { answered, checkGuard, type Guard } from "./verified-requests.ts";

export { verifiedOf, type Guard } from "./verified-requests.ts";

/**
 * Middleware of Express 5. Stands before every body parser: it reads the stream, and leaves the verified bytes in `request.body`, a
 * Buffer. A request whose body somebody has read before is refused.
 */
export function signedRequests(guard: Guard): RequestHandler {
  checkGuard(guard);
  return async (request, response, next) => {
    const result = await verifyIncoming(request, guard, request.originalUrl);
    if (!result.ok) return sendAnswer(response, answered(result, guard, hasBody(request)));
    request.body = result.body;
    next();
  };
}
