import { Tensor, type InferenceSession } from "onnxruntime-node";

/** One encoded text, or pair of texts. */
export interface EncodedText {
  /** Token ids. */
  readonly ids: readonly number[];
  /** Which text of a pair each token belongs to. @default 0 for all */
  readonly types?: readonly number[];
}

/** A batch as a model reads it, padded on the right to its longest text; shape [batch, length]. */
export function feedsOf(
  session: InferenceSession,
  texts: readonly EncodedText[],
  padId: number,
): Record<string, Tensor> {
  const length = Math.max(1, ...texts.map(({ ids }) => ids.length));
  const input_ids = new BigInt64Array(texts.length * length).fill(BigInt(padId));
  const attention_mask = new BigInt64Array(texts.length * length);
  const token_type_ids = new BigInt64Array(texts.length * length);
  for (const [row, { ids, types }] of texts.entries()) {
    for (const [column, id] of ids.entries()) {
      const at = row * length + column;
      input_ids[at] = BigInt(id);
      attention_mask[at] = 1n;
      token_type_ids[at] = BigInt(types?.[column] ?? 0);
    }
  }
  const inputs = { input_ids, attention_mask, token_type_ids };
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    feeds[name] = new Tensor("int64", inputs[name as keyof typeof inputs], [texts.length, length]);
  }
  return feeds;
}
