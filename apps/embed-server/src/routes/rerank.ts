import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { createTurns } from "../encoding/create-turns.ts";
import { addPostRoute } from "../http/api-route.ts";
import { filledText, integer, object, type JsonSchema } from "../http/json-schema.ts";
import type { ServerContext } from "../server-context.ts";

interface RerankBody {
  readonly query: string;
  readonly documents: readonly (string | { readonly text: string })[];
  readonly top_n?: number | null;
  readonly return_documents?: boolean | null;
}

const answer: JsonSchema = object({
  model: { type: "string" },
  results: {
    type: "array",
    items: object(
      {
        index: { type: "integer", description: "place in the request's documents" },
        relevance_score: { type: "number", description: "higher is better" },
        document: object({ text: { type: "string" } }),
      },
      ["document"],
    ),
  },
});

/** `POST /rerank` and `POST /v1/rerank`, on the wire format of Cohere and Jina. */
export function addRerankRoutes(app: FastifyInstance, context: ServerContext): void {
  const { reranking, limits } = context;
  const turns = createTurns(reranking?.concurrency ?? 1, limits.maxWaiting);
  const text = { type: "string", description: "a document" };
  const body = object(
    {
      query: filledText,
      documents: {
        type: "array",
        minItems: 1,
        items: { anyOf: [text, object({ text })] },
        description: 'a list of texts, or of objects with "text"',
      },
      top_n: integer(1, 1_000_000),
      return_documents: { type: ["boolean", "null"], default: false, description: "true or false" },
      model: { description: "anything: the answer names the model that is served" },
    },
    ["top_n", "return_documents", "model"],
  );
  for (const url of ["/rerank", "/v1/rerank"]) {
    addPostRoute<RerankBody>(app, {
      url,
      summary: "Documents in the order in which a cross-encoder finds them to answer the query.",
      body,
      answer,
      handle: async ({ query, documents, top_n, return_documents }, { signal }) => {
        if (reranking === undefined) throw notConfigured();
        const texts = documents.map((one) => (typeof one === "string" ? one : one.text));
        refuseTooMany(texts.length, limits.maxTexts);
        const scores = await turns.take(texts.length, () =>
          reranking.reranker.rerank(query, texts, { signal }),
        );
        const order = [...scores.keys()].sort(
          (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b,
        );
        const results = order.slice(0, top_n ?? undefined).map((index) => ({
          index,
          relevance_score: scores[index] ?? 0,
          ...(return_documents === true ? { document: { text: texts[index] ?? "" } } : {}),
        }));
        return { model: reranking.id, results };
      },
    });
  }
}

function refuseTooMany(count: number, max: number): void {
  if (count <= max) return;
  throw new EmbedServerError(
    "BATCH_TOO_LARGE",
    `Expected at most ${max} texts in "documents", got ${count}.`,
    { field: "documents", hint: "Send the best candidates only." },
  );
}

function notConfigured(): EmbedServerError {
  return new EmbedServerError(
    "RERANKER_NOT_CONFIGURED",
    "Expected a cross-encoder to rank with, got none configured.",
    { hint: "Start the server with --reranker FOLDER." },
  );
}
