import type { Embedder } from "@searchfit/onnx-embedder";

/** Characters that are sure to fill the model; more than any of its tokens has. */
const charactersPerToken = 64;

/** Tokens of a text that the model reads, special tokens included; what it cuts is not counted. */
export function readTokens(embedder: Embedder, text: string): number {
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
