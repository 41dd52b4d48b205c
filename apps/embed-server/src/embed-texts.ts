import { embeddingAt, type Embedder } from "@searchfit/onnx-embedder";

/** Whether texts are searched for or searched in; models with prompts embed the two differently. */
export type InputType = "query" | "document";

/** Embeddings of a request's texts. */
export interface EmbeddedTexts {
  /** One vector a text, in the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** Tokens that the model read, special tokens included; what it cuts is not counted. */
  readonly tokens: number;
}

/** Texts embedded together: small enough that tokenizing them does not keep other requests waiting. */
const chunkSize = 64;

/** Characters that are sure to fill the model; more than any of its tokens has. */
const charactersPerToken = 64;

/** Embeds the texts of a request in small groups, so that requests take turns. */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  inputType: InputType,
): Promise<EmbeddedTexts> {
  const vectors: Float32Array[] = [];
  let tokens = 0;
  for (let start = 0; start < texts.length; start += chunkSize) {
    const chunk = texts.slice(start, start + chunkSize).map((text) => text.toWellFormed());
    const matrix =
      inputType === "query"
        ? await embedder.embedQueries(chunk)
        : await embedder.embedDocuments(chunk);
    for (const row of chunk.keys()) vectors.push(embeddingAt(matrix, row));
    for (const text of chunk) tokens += readTokens(embedder, text);
  }
  return { vectors, tokens };
}

function readTokens(embedder: Embedder, text: string): number {
  const { maxTokens } = embedder.model;
  const count = (part: string) => embedder.countTokens([part])[0] ?? 0;
  const head = text.slice(0, maxTokens * charactersPerToken);
  const tokens = count(head);
  // Only a text that is mostly blanks is longer than its head and still does not fill the model.
  return Math.min(
    maxTokens,
    head.length < text.length && tokens < maxTokens ? count(text) : tokens,
  );
}
