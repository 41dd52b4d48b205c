/** How token embeddings become one embedding of the text. */
export type Pooling = "mean" | "cls" | "max" | "lasttoken";

/** Token embeddings of a batch, padded on the right. */
export interface TokenBatch {
  /** Row-major values, shape [batch, length, dimensions]. */
  readonly tokens: Float32Array;
  /** Real tokens of each text; the rest of its row is padding. */
  readonly lengths: readonly number[];
  /** Padded length of the batch. */
  readonly length: number;
  /** Values of one token embedding. */
  readonly dimensions: number;
}

/**
 * One embedding a text from its token embeddings.
 *
 * `mean` averages the real tokens, `max` takes the largest value of each dimension, `cls` the first
 * token, `lasttoken` the last real one, as in sentence-transformers' `Pooling` module. A text
 * without tokens is all zeros.
 *
 * @param batch Token embeddings.
 * @param pooling Which rule.
 * @param skipped Leading tokens of each text that are not pooled: a prompt's. A text that has no
 *   others is all zeros, with `cls` its first token.
 * @returns Row-major values, shape [batch, dimensions].
 * @see sentence-transformers 6.2.0, `sentence_transformers/models/Pooling.py`
 * @example
 * poolTokens({ tokens: new Float32Array([1, 2, 3, 4]), lengths: [2], length: 2, dimensions: 2 }, "mean"); // Float32Array [2, 3]
 */
export function poolTokens(batch: TokenBatch, pooling: Pooling, skipped = 0): Float32Array {
  const { tokens, lengths, length, dimensions } = batch;
  const pooled = new Float32Array(lengths.length * dimensions);
  for (const [row, real] of lengths.entries()) {
    const first = real <= skipped && pooling === "cls" ? 0 : skipped;
    if (real <= first) continue;
    const start = row * length;
    const text = tokens.subarray((start + first) * dimensions, (start + real) * dimensions);
    const target = pooled.subarray(row * dimensions, (row + 1) * dimensions);
    poolText(text, target, pooling);
  }
  return pooled;
}

function poolText(text: Float32Array, target: Float32Array, pooling: Pooling): void {
  const dimensions = target.length;
  if (pooling === "cls") target.set(text.subarray(0, dimensions));
  else if (pooling === "lasttoken") target.set(text.subarray(text.length - dimensions));
  else if (pooling === "mean") averageInto(text, target);
  else maximumInto(text, target);
}

function averageInto(text: Float32Array, target: Float32Array): void {
  const dimensions = target.length;
  const count = text.length / dimensions;
  for (let start = 0; start < text.length; start += dimensions) {
    for (let d = 0; d < dimensions; d++) target[d] = (target[d] ?? 0) + (text[start + d] ?? 0);
  }
  for (let d = 0; d < dimensions; d++) target[d] = (target[d] ?? 0) / count;
}

function maximumInto(text: Float32Array, target: Float32Array): void {
  const dimensions = target.length;
  target.set(text.subarray(0, dimensions));
  for (let start = dimensions; start < text.length; start += dimensions) {
    for (let d = 0; d < dimensions; d++) {
      target[d] = Math.max(target[d] ?? 0, text[start + d] ?? 0);
    }
  }
}
