import { endianness } from "node:os";
import type { FastifyInstance } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";
import { embeddingSizes } from "../encoding/embedding-sizes.ts";
import type { InputType } from "../encoding/encoder.ts";
import { leadingDimensions } from "../encoding/leading-dimensions.ts";
import { addPostRoute } from "../http/api-route.ts";
import { choice, filledText, object, type JsonSchema } from "../http/json-schema.ts";
import type { ServerContext } from "../server-context.ts";

interface EmbeddingsBody {
  readonly input: string | readonly string[];
  readonly encoding_format?: "float" | "base64" | null;
  readonly input_type?: InputType | null;
  readonly dimensions?: number | null;
}

const bodyWith = (dimensions: JsonSchema): JsonSchema =>
  object(
    {
      input: {
        anyOf: [filledText, { type: "array", items: filledText, minItems: 1 }],
        description: "a text or a list of texts, none of them empty",
      },
      encoding_format: choice("float", "base64"),
      input_type: choice("document", "query"),
      dimensions,
      model: { description: "anything: the answer names the model that is served" },
      user: { description: "anything: it is not looked at" },
    },
    ["encoding_format", "input_type", "dimensions", "model", "user"],
  );

const answer: JsonSchema = object({
  object: { enum: ["list"] },
  data: {
    type: "array",
    items: object({
      object: { enum: ["embedding"] },
      index: { type: "integer" },
      embedding: { anyOf: [{ type: "array", items: { type: "number" } }, { type: "string" }] },
    }),
  },
  model: { type: "string" },
  usage: object({ prompt_tokens: { type: "integer" }, total_tokens: { type: "integer" } }),
});

/** `POST /v1/embeddings`, on OpenAI's wire format. The request's `model` is not looked at. */
export function addOpenAiEmbeddingsRoute(app: FastifyInstance, context: ServerContext): void {
  const { models, limits, matryoshka } = context;
  addPostRoute<EmbeddingsBody>(app, {
    url: "/v1/embeddings",
    summary: "Embeddings of texts, on OpenAI's wire format.",
    body: bodyWith(dimensionsOf(context)),
    answer,
    explain: tokensRefused,
    handle: async ({ input, encoding_format, input_type, dimensions }, { signal }) => {
      const texts = typeof input === "string" ? [input] : input;
      refuseTooMany(texts.length, limits.maxTexts);
      const { id, encoder } = await models.current();
      const size = leadingDimensions(encoder.embedder.model, matryoshka, dimensions ?? undefined);
      const call = { texts, inputType: input_type ?? ("document" as const), signal };
      const { vectors, tokens } = await encoder.encode(call);
      return {
        object: "list",
        data: vectors.map((vector, index) => ({
          object: "embedding",
          index,
          embedding:
            encoding_format === "base64" ? littleEndianBase64(size(vector)) : [...size(vector)],
        })),
        model: id,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      };
    },
  });
}

/** The sizes that may be asked for, where one model is served; those of models to come are not known. */
function dimensionsOf({ models, follows, matryoshka }: ServerContext): JsonSchema {
  const [model] = models.held();
  if (follows || model === undefined) {
    return { type: ["integer", "null"], minimum: 1, description: "a whole number" };
  }
  const { sizes, expected } = embeddingSizes(model.encoder.embedder.model, matryoshka);
  return { enum: [...sizes, null], description: expected };
}

function refuseTooMany(count: number, max: number): void {
  if (count <= max) return;
  throw new EmbedServerError(
    "BATCH_TOO_LARGE",
    `Expected at most ${max} texts in "input", got ${count}.`,
    { field: "input", hint: "Send several requests." },
  );
}

/** Clients that tokenize by themselves send numbers, or lists of them. */
function tokensRefused(sent: unknown): EmbedServerError | undefined {
  const input = (sent as { readonly input?: unknown } | null)?.input;
  const one = Array.isArray(input)
    ? (input as readonly unknown[]).find((text) => typeof text !== "string" || text.trim() === "")
    : input;
  if (typeof one !== "number" && !(Array.isArray(one) && one !== input)) return undefined;
  return new EmbedServerError(
    "INVALID_REQUEST",
    'Expected "input" to be a text or a list of texts, got token ids.',
    {
      field: "input",
      hint: "Token ids of another tokenizer mean nothing here: send text (in LangChain: check_embedding_ctx_length=False).",
    },
  );
}

function littleEndianBase64(vector: Float32Array): string {
  const bytes = Buffer.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return (endianness() === "LE" ? bytes : Buffer.from(bytes).swap32()).toString("base64");
}
