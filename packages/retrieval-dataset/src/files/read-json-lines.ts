import { streamJsonLines, type ReadJsonLinesOptions } from "./stream-json-lines.ts";

/**
 * Reads a whole JSONL file (`.gz` too).
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with all problems and their lines,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * const rows = await readJsonLines("pairs.jsonl"); // [{ query: "oak desk", … }, …]
 */
export async function readJsonLines<Row = unknown>(
  path: string,
  options: ReadJsonLinesOptions<Row> = {},
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { row } of streamJsonLines(path, options)) rows.push(row);
  return rows;
}
