import { streamRecords, type StreamRecordsOptions } from "./stream-records.ts";

/**
 * Reads all records of a file of any format; the rules are those of {@link streamRecords}.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * const rows = await readRecords("pairs.csv.gz"); // [{ query: "oak desk", … }, …]
 */
export async function readRecords<Row = unknown>(
  path: string,
  options: StreamRecordsOptions<Row> = {},
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { row } of streamRecords(path, options)) rows.push(row);
  return rows;
}
