import { writeFileWhole } from "./write-file-whole.ts";

/**
 * Writes rows as JSONL, in constant memory and atomically: the file is the old or the new one.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`; the old file then still stands.
 * @example
 * await writeJsonLines("pairs.jsonl", [{ query: "oak desk", product_id: "7" }]);
 */
export async function writeJsonLines(
  path: string,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<void> {
  await writeFileWhole(path, lines(rows));
}

async function* lines(rows: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
