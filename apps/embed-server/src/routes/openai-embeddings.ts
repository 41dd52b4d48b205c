import { endianness } from "node:os";
import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { embedTexts } from "../embed-texts.ts";
import { invalidField, kindOf, readChoice, readObject } from "../http/read-body.ts";
import type { RequestFields } from "../http/read-body.ts";
import type { ServerContext } from "../server-context.ts";

/** `POST /v1/embeddings`, on OpenAI's wire format. The request's `model` is not looked at. */
export function addOpenAiEmbeddingsRoute(app: FastifyInstance, context: ServerContext): void {
  const { embedder, modelId, limits } = context;
  app.post("/v1/embeddings", async (request) => {
    const fields = readObject(request.body);
    const texts = readInput(fields, limits.maxTexts);
    const format = readChoice(fields, "encoding_format", ["float", "base64"]);
    const inputType = readChoice(fields, "input_type", ["document", "query"]);
    checkDimensions(fields, embedder.model.dimensions);
    const { vectors, tokens } = await embedTexts(embedder, texts, inputType);
    return {
      object: "list",
      data: vectors.map((vector, index) => ({
        object: "embedding",
        index,
        embedding: format === "float" ? [...vector] : littleEndianBase64(vector),
      })),
      model: modelId,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
  });
}

function readInput({ input }: RequestFields, maxTexts: number): readonly string[] {
  const expected = "a text or a list of texts, none of them empty";
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (inputs.length > maxTexts) {
    throw new EmbedServerError(
      "BATCH_TOO_LARGE",
      `Expected at most ${maxTexts} texts in "input", got ${inputs.length}.`,
      { field: "input", hint: "Send several requests." },
    );
  }
  if (inputs.length === 0) throw invalidField("input", expected, input);
  return inputs.map((text, index) => {
    if (typeof text === "string" && text.trim() !== "") return text;
    if (typeof text === "number" || Array.isArray(text)) throw tokensRefused();
    const came = Array.isArray(input) ? `${kindOf(text)} at index ${index}` : kindOf(text);
    throw new EmbedServerError(
      "INVALID_REQUEST",
      `Expected "input" to be ${expected}, got ${came}.`,
      {
        field: "input",
      },
    );
  });
}

function tokensRefused(): EmbedServerError {
  return new EmbedServerError(
    "INVALID_REQUEST",
    'Expected "input" to be a text or a list of texts, got token ids.',
    {
      field: "input",
      hint: "Token ids of another tokenizer mean nothing here: send text (in LangChain: check_embedding_ctx_length=False).",
    },
  );
}

function checkDimensions({ dimensions }: RequestFields, own: number): void {
  if (dimensions === undefined || dimensions === null || dimensions === own) return;
  throw invalidField(
    "dimensions",
    `left out or ${own}, which this model's embeddings have`,
    dimensions,
  );
}

function littleEndianBase64(vector: Float32Array): string {
  const bytes = Buffer.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return (endianness() === "LE" ? bytes : bytes.swap32()).toString("base64");
}
