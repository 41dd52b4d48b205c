import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { embedTexts } from "../embed-texts.ts";
import { readInteger, readObject, readText } from "../http/read-body.ts";
import type { ServerContext } from "../server-context.ts";

/** `POST /api/search` and `POST /search/records`: `{query, top_k}` → the nearest products. */
export function addSearchRoutes(app: FastifyInstance, context: ServerContext): void {
  for (const path of ["/api/search", "/search/records"]) {
    app.post(path, async (request) => searchProducts(context, request.body));
  }
}

async function searchProducts(context: ServerContext, body: unknown): Promise<object> {
  const { embedder, modelId, search, limits } = context;
  if (search === undefined) throw notConfigured();
  const fields = readObject(body);
  const query = readText(fields, "query");
  const topK = readInteger(fields, "top_k", { min: 1, max: limits.maxTopK, fallback: 5 });
  const { vectors } = await embedTexts(embedder, [query], "query");
  const hits = await search({ vector: vectors[0] ?? new Float32Array(), topK });
  return { query, top_k: topK, model: modelId, count: hits.length, results: hits };
}

function notConfigured(): EmbedServerError {
  return new EmbedServerError(
    "SEARCH_NOT_CONFIGURED",
    "Expected a product database to search, got none configured.",
    { hint: "Start the server with DATABASE_URL, DB_HOST or --database-folder." },
  );
}
