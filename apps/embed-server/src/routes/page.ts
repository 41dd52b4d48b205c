import type { FastifyInstance } from "fastify";
import { readPageFiles } from "../page-files.ts";
import type { ServerContext } from "../server-context.ts";

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `GET /`: the search page, where there is something to search. */
export function addPageRoutes(app: FastifyInstance, { search }: ServerContext): void {
  if (search === undefined) return;
  for (const { url, type, content } of readPageFiles()) {
    app.get(url, async (_request, reply) =>
      reply
        .headers({
          "content-security-policy": policy,
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cache-control": "no-cache",
        })
        .type(type)
        .send(content),
    );
  }
}
