import type { FastifyInstance } from "fastify";
import { addGetRoute } from "../http/api-route.ts";
import { object } from "../http/json-schema.ts";
import type { ServerContext } from "../server-context.ts";

/** `GET /v1/models`: the models that are held, the one that answers first. */
export function addOpenAiModelsRoute(app: FastifyInstance, context: ServerContext): void {
  const { models, createdSeconds: created } = context;
  addGetRoute(app, {
    url: "/v1/models",
    summary: "The models that are held, the one that answers first.",
    answer: object({
      object: { enum: ["list"] },
      data: {
        type: "array",
        items: object({
          id: { type: "string" },
          object: { enum: ["model"] },
          created: { type: "integer" },
          owned_by: { type: "string" },
        }),
      },
    }),
    handle: async () => ({
      object: "list",
      data: models
        .held()
        .map(({ id }) => ({ id, object: "model", created, owned_by: "searchfit" })),
    }),
  });
}
