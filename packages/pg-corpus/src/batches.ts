import { checkBatchSize } from "./stream-cursor.ts";

/** Groups items into arrays of `size`, the last one possibly smaller. */
export async function* batchesOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size?: number,
): AsyncGenerator<readonly T[], void, undefined> {
  const limit = checkBatchSize(size);
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < limit) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
