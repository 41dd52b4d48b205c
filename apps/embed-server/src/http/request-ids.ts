import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The caller's `X-Request-Id` when it is a plain one, else a new one. */
export function requestId(request: { readonly headers: IncomingHttpHeaders }): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,128}$/u.test(given) ? given : randomUUID();
}
