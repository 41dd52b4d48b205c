import type { FastifyInstance } from "fastify";
import { addGetRoute } from "../http/api-route.ts";
import { object, type JsonSchema } from "../http/json-schema.ts";
import { packageVersion } from "../package-version.ts";
import type { ServerContext } from "../server-context.ts";
import { describeModels } from "./describe-models.ts";

const text: JsonSchema = { type: "string" };
const flag: JsonSchema = { type: "boolean" };
const count: JsonSchema = { type: "integer" };

/** `GET /health` and `GET /ready` for probes, `GET /api/info` for people: what is served. */
export function addServiceRoutes(app: FastifyInstance, context: ServerContext): void {
  const { search, reranking, limits } = context;
  const version = packageVersion();
  addGetRoute(app, {
    url: "/health",
    summary: "Whether the process is alive.",
    answer: object({ status: text, embedder_loaded: flag, search_configured: flag }),
    handle: async () => ({
      status: "ok",
      embedder_loaded: true,
      search_configured: search !== undefined,
    }),
  });
  addReadyRoute(app, context);
  addGetRoute(app, {
    url: "/api/info",
    summary: "Model, limits and routes.",
    answer: object(
      {
        service: text,
        version: text,
        embedding_model: text,
        model_fingerprint: text,
        dimensions: count,
        search_configured: flag,
        following: flag,
        reranker: { type: ["string", "null"] },
        queue: object({ waiting: count, running: count }),
        limits: { type: "object", additionalProperties: count },
        routes: { type: "array", items: text },
      },
      ["dimensions"],
    ),
    handle: async () => ({
      service: "embed-server",
      version,
      ...(await describeModels(context)),
      search_configured: search !== undefined,
      reranker: reranking?.id ?? null,
      limits: {
        max_body_bytes: limits.maxBodyBytes,
        max_texts: limits.maxTexts,
        max_top_k: limits.maxTopK,
        max_waiting: limits.maxWaiting,
      },
      routes: context.routes.map(({ method, url }) => `${method} ${url}`),
    }),
  });
}

function addReadyRoute(app: FastifyInstance, { models, problem }: ServerContext): void {
  addGetRoute(app, {
    url: "/ready",
    summary:
      "Whether it can answer: the model is loaded and the database, where there is one, fits.",
    answer: object({ ready: flag, problem: { type: ["string", "null"] } }),
    handle: async (_request, reply) => {
      const told = await Promise.all([
        models.current().then(() => undefined, messageOf),
        problem().catch(() => "the product database does not answer"),
      ]);
      const found = told.find((one) => one !== undefined);
      if (found !== undefined) reply.status(503);
      return { ready: found === undefined, problem: found ?? null };
    },
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
