import type { FastifyInstance } from "fastify";
import type { ServerContext } from "../server-context.ts";

/** `GET /v1/models`: the one model that is served. */
export function addOpenAiModelsRoute(app: FastifyInstance, context: ServerContext): void {
  const { modelId: id, createdSeconds: created } = context;
  app.get("/v1/models", async () => ({
    object: "list",
    data: [{ id, object: "model", created, owned_by: "searchfit" }],
  }));
}
