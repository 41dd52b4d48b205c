import type { Embedder } from "./create-embedder.ts";
import type { EmbeddingMatrix } from "./embedding-matrix.ts";

/** How a stream of texts is embedded. */
export interface EmbedStreamOptions {
  /** Which prompt the texts get. @default "document" */
  readonly kind?: "query" | "document";
  /** Texts of one matrix, ≥ 1; more of them are batched with less padding. @default 512 */
  readonly partSize?: number;
  /** Matrices that are worked on or wait to be taken, ≥ 1; for a pool, twice its workers. @default 1 */
  readonly parallel?: number;
  /** Stops the stream; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Embeds any number of texts in parts, in their order, with the memory of a few parts: nothing is
 * read ahead of what `parallel` allows, and no part is begun while nobody takes the finished ones.
 *
 * With an embedder of `createEmbedderPool` the parts run on all workers at once. A stream that is left
 * early (`break`) closes the source and waits for the parts that were begun.
 *
 * @param embedder Of `createEmbedder` or `createEmbedderPool`; stays open.
 * @param texts Texts, from memory or as they come.
 * @param options Kind, size of a part, parts at once, signal.
 * @returns Matrices of `partSize` rows, the last one shorter; none for no texts.
 * @throws {RangeError} When `partSize` or `parallel` is not a positive integer.
 * @example
 * for await (const { rows, data } of embedStream(embedder, lines)) await store(rows, data);
 */
export async function* embedStream(
  embedder: Pick<Embedder, "embedDocuments" | "embedQueries">,
  texts: Iterable<string> | AsyncIterable<string>,
  options: EmbedStreamOptions = {},
): AsyncGenerator<EmbeddingMatrix, void, undefined> {
  const { kind = "document", partSize = 512, parallel = 1, signal } = options;
  requirePositive("partSize", partSize);
  requirePositive("parallel", parallel);
  const begun: Promise<EmbeddingMatrix>[] = [];
  try {
    for await (const part of parts(texts, partSize)) {
      signal?.throwIfAborted();
      const call = signal === undefined ? {} : { signal };
      const matrix =
        kind === "query" ? embedder.embedQueries(part, call) : embedder.embedDocuments(part, call);
      matrix.catch(() => undefined); // is thrown when its turn comes
      begun.push(matrix);
      if (begun.length >= parallel) yield (await begun.shift())!;
    }
    while (begun.length > 0) yield (await begun.shift())!;
  } finally {
    await Promise.allSettled(begun);
  }
}

async function* parts(
  texts: Iterable<string> | AsyncIterable<string>,
  size: number,
): AsyncGenerator<string[], void, undefined> {
  let part: string[] = [];
  for await (const text of texts) {
    part.push(text);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

function requirePositive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`Expected ${name} to be a positive integer, got ${value}.`);
}
