import type { FastifyInstance } from "fastify";
import { packageVersion } from "../package-version.ts";
import type { ServerContext } from "../server-context.ts";

/** `GET /health` for probes and `GET /api/info` for people: what is served. */
export function addServiceRoutes(app: FastifyInstance, context: ServerContext): void {
  const { embedder, modelId, search, limits } = context;
  const { model } = embedder;
  const version = packageVersion();
  app.get("/health", async () => ({
    status: "ok",
    embedder_loaded: true,
    search_configured: search !== undefined,
  }));
  app.get("/api/info", async () => ({
    service: "embed-server",
    version,
    embedding_model: modelId,
    model_fingerprint: model.fingerprint,
    dimensions: model.dimensions,
    max_tokens: model.maxTokens,
    pooling: model.pooling,
    normalized: model.normalize,
    precision: model.precision,
    prompts: Object.keys(model.prompts),
    search_configured: search !== undefined,
    limits: {
      max_body_bytes: limits.maxBodyBytes,
      max_texts: limits.maxTexts,
      max_top_k: limits.maxTopK,
    },
    routes,
  }));
}

const routes = [
  "POST /embed",
  "POST /v1/embeddings",
  "GET /v1/models",
  "POST /api/search",
  "POST /search/records",
  "GET /health",
  "GET /api/info",
];
