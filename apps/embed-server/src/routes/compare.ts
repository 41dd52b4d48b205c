import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { addPostRoute } from "../http/api-route.ts";
import { filledText, integer, object } from "../http/json-schema.ts";
import { searchWithModel, type QueryCall } from "../search-with-model.ts";
import type { ServerContext } from "../server-context.ts";
import { hitsSchema, searchNotConfigured } from "./search.ts";

const side = object({
  side: { enum: ["live", "next", "former"] },
  model: { type: "string" },
  model_fingerprint: { type: "string" },
  results: hitsSchema,
});

/** `POST /api/compare`: what the live vectors give for a query, and those beside them. */
export function addCompareRoute(app: FastifyInstance, context: ServerContext): void {
  const { models, search, judgments, limits } = context;
  addPostRoute<{ readonly query: string; readonly top_k?: number | null }>(app, {
    url: "/api/compare",
    summary: "The products nearest to a query by the live model and by the one beside it.",
    body: object({ query: filledText, top_k: integer(1, limits.maxTopK, 10) }, ["top_k"]),
    answer: object({
      query: { type: "string" },
      sides: { type: "array", items: side },
      missing: { type: ["string", "null"], description: "why there is one side only" },
      judging: { type: "boolean" },
      judgments: {
        type: "array",
        items: object({ product_id: { type: "string" }, grade: { type: "integer" } }),
      },
    }),
    handle: async (body, { signal }) => {
      if (search === undefined) throw searchNotConfigured();
      const query = body.query.trim();
      const call = { query, topK: body.top_k ?? 10, signal };
      const { model, hits } = await searchWithModel(models, search, call);
      const { fingerprint } = model.encoder.embedder.model;
      const live = { side: "live", model: model.id, model_fingerprint: fingerprint, results: hits };
      const other = await searchBeside(context, call).catch(whyNot);
      return {
        query,
        sides: typeof other === "string" ? [live] : [live, other],
        missing: typeof other === "string" ? other : null,
        judging: judgments !== undefined,
        judgments: [...(judgments?.of(query) ?? [])].map(([product_id, grade]) => ({
          product_id,
          grade,
        })),
      };
    },
  });
}

/** The other side, or why there is none. */
async function searchBeside(
  { models, otherSide }: ServerContext,
  { query, topK, signal }: QueryCall,
): Promise<object | string> {
  const other = await otherSide();
  if (other === undefined) return "The table has no second model's vectors beside the live ones.";
  const model = await models.holding(other.fingerprint);
  const call = { texts: [query], inputType: "query" as const, ...(signal && { signal }) };
  const { vectors } = await model.encoder.encode(call);
  const { hits } = await other.search({ vector: vectors[0] ?? new Float32Array(), topK, query });
  const { fingerprint } = model.encoder.embedder.model;
  return { side: other.side, model: model.id, model_fingerprint: fingerprint, results: hits };
}

/** A second side that is not to be had does not keep the first from being shown. */
function whyNot(error: unknown): string {
  if (error instanceof EmbedServerError && error.code !== "OVERLOADED") return error.message;
  if (error instanceof Error && error.name === "PgCorpusError") {
    return "The vectors beside the live ones cannot be searched at the moment.";
  }
  throw error;
}
