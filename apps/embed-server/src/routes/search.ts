import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { addPostRoute } from "../http/api-route.ts";
import { filledText, integer, object, type JsonSchema } from "../http/json-schema.ts";
import { searchWithModel } from "../search-with-model.ts";
import type { ServerContext } from "../server-context.ts";

/** Products in an answer. */
export const hitsSchema: JsonSchema = {
  type: "array",
  items: object({
    id: { type: "string" },
    title: { type: "string" },
    description: { type: ["string", "null"] },
    category: { type: ["string", "null"] },
    score: {
      type: "number",
      description: "cosine, from -1 to 1; where words count, too: a share from 0 to 1",
    },
  }),
};

/** `POST /api/search` and `POST /search/records`: `{query, top_k}` → the nearest products. */
export function addSearchRoutes(app: FastifyInstance, context: ServerContext): void {
  const { models, search, limits } = context;
  for (const url of ["/api/search", "/search/records"]) {
    addPostRoute<{ readonly query: string; readonly top_k?: number | null }>(app, {
      url,
      summary: "The products nearest to a query.",
      body: object({ query: filledText, top_k: integer(1, limits.maxTopK, 5) }, ["top_k"]),
      answer: object({
        query: { type: "string" },
        top_k: { type: "integer" },
        model: { type: "string" },
        model_fingerprint: { type: "string" },
        count: { type: "integer" },
        results: hitsSchema,
      }),
      explain: () => (search === undefined ? searchNotConfigured() : undefined),
      handle: async (body, { signal }) => {
        if (search === undefined) throw searchNotConfigured();
        const query = body.query.trim();
        const topK = body.top_k ?? 5;
        const found = await searchWithModel(models, search, { query, topK, signal });
        return {
          query,
          top_k: topK,
          model: found.model.id,
          model_fingerprint: found.model.encoder.embedder.model.fingerprint,
          count: found.hits.length,
          results: found.hits,
        };
      },
    });
  }
}

/** The 503 of a server without a database. */
export function searchNotConfigured(): EmbedServerError {
  return new EmbedServerError(
    "SEARCH_NOT_CONFIGURED",
    "Expected a product database to search, got none configured.",
    { hint: "Start the server with DATABASE_URL, DB_HOST or --database-folder." },
  );
}
