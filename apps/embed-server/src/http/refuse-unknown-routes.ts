import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";

/** Answers paths that there are not with 404, and methods that a path has not with 405, before a body is read. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methodsOf(app, request.url);
    if (allowed.length > 0) reply.header("allow", allowed.join(", "));
    throw unknownRoute(request.method, allowed);
  };
  app.setNotFoundHandler(refuse);
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404) await refuse(request, reply);
  });
}

/** Methods that a path is answered for. */
function methodsOf(app: FastifyInstance, requested: string): readonly string[] {
  const [url = "/"] = requested.split("?");
  return ["GET", "HEAD", "POST"].filter((method) => app.hasRoute({ method, url }));
}

function unknownRoute(method: string, allowed: readonly string[]): EmbedServerError {
  const hint = "GET /api/info lists the routes.";
  if (allowed.length > 0) {
    const message = `Expected ${allowed.join(" or ")} for this path, got ${method}.`;
    return new EmbedServerError("METHOD_NOT_ALLOWED", message, { hint });
  }
  return new EmbedServerError(
    "NOT_FOUND",
    `Expected a path of this server, got another one (${method}).`,
    { hint },
  );
}
