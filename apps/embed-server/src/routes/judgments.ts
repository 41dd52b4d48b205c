import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { addPostRoute } from "../http/api-route.ts";
import { object } from "../http/json-schema.ts";
import type { ServerContext } from "../server-context.ts";

interface JudgmentBody {
  readonly query: string;
  readonly product_id: string;
  readonly grade: 0 | 1 | null;
}

/** A text of one table cell, not of blanks alone. */
const oneCell = "^[^\\S\\t\\r\\n]*\\S[^\\t\\r\\n]*$";

/** `POST /api/judgments`: a thumb up (1), down (0) or taken back (null). */
export function addJudgmentsRoute(app: FastifyInstance, { judgments }: ServerContext): void {
  const short = (description: string, pattern: string) => ({
    type: "string",
    pattern,
    maxLength: 1000,
    description,
  });
  addPostRoute<JudgmentBody>(app, {
    url: "/api/judgments",
    summary: "Keeps whether a product fits a query.",
    body: object({
      query: short("a text of 1 to 1000 characters", "\\S"),
      product_id: short("an id of 1 to 1000 characters, without tabs and line feeds", oneCell),
      grade: { enum: [0, 1, null], description: "1, 0 or null" },
    }),
    answer: object({ query: { type: "string" }, judged: { type: "integer" } }),
    handle: async (body) => {
      if (judgments === undefined) throw notConfigured();
      const query = body.query.trim();
      await judgments.judge({ query, productId: body.product_id, grade: body.grade });
      return { query, judged: judgments.of(query).size };
    },
  });
}

function notConfigured(): EmbedServerError {
  return new EmbedServerError(
    "JUDGMENTS_NOT_CONFIGURED",
    "Expected a folder for judgments, got none configured.",
    { hint: "Start the server with --judgments FOLDER." },
  );
}
