import type { FastifyInstance } from "fastify";
import { embedTexts } from "../embed-texts.ts";
import { readChoice, readObject, readText } from "../http/read-body.ts";
import type { ServerContext } from "../server-context.ts";

/** `POST /embed {text}` → `{embedding, dimensions, model}`. */
export function addEmbedRoute(app: FastifyInstance, context: ServerContext): void {
  const { embedder, modelId } = context;
  app.post("/embed", async (request) => {
    const fields = readObject(request.body);
    const text = readText(fields, "text");
    const inputType = readChoice(fields, "input_type", ["query", "document"]);
    const { vectors } = await embedTexts(embedder, [text], inputType);
    const embedding = [...(vectors[0] ?? [])];
    return { embedding, dimensions: embedding.length, model: modelId };
  });
}
