import type { FastifyInstance } from "fastify";
import { addPostRoute } from "../http/api-route.ts";
import { choice, filledText, object } from "../http/json-schema.ts";
import type { InputType } from "../encoding/encoder.ts";
import type { ServerContext } from "../server-context.ts";

/** `POST /embed {text}` → `{embedding, dimensions, model}`. */
export function addEmbedRoute(app: FastifyInstance, { models }: ServerContext): void {
  addPostRoute<{ readonly text: string; readonly input_type?: InputType | null }>(app, {
    url: "/embed",
    summary: "The embedding of one text.",
    body: object({ text: filledText, input_type: choice("query", "document") }, ["input_type"]),
    answer: object({
      embedding: { type: "array", items: { type: "number" } },
      dimensions: { type: "integer" },
      model: { type: "string" },
    }),
    handle: async ({ text, input_type }, { signal }) => {
      const { id, encoder } = await models.current();
      const texts = [text.trim()];
      const { vectors } = await encoder.encode({ texts, inputType: input_type ?? "query", signal });
      const embedding = [...(vectors[0] ?? [])];
      return { embedding, dimensions: embedding.length, model: id };
    },
  });
}
