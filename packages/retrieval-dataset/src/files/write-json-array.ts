import { writeFileWhole } from "./write-file-whole.ts";

/**
 * Writes rows as one JSON array, a row a line, in constant memory and atomically.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`; the old file then still stands.
 * @example
 * await writeJsonArray("train_split.json", splits.train);
 */
export async function writeJsonArray(
  path: string,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<void> {
  await writeFileWhole(path, pieces(rows));
}

async function* pieces(rows: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  let count = 0;
  for await (const row of rows) {
    yield `${count === 0 ? "[\n" : ",\n"}  ${JSON.stringify(row)}`;
    count += 1;
  }
  yield count === 0 ? "[]\n" : "\n]\n";
}
