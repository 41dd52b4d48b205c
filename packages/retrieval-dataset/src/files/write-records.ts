import { delimitedPieces } from "./delimited-pieces.ts";
import { formatOfFile, type RecordFormat } from "./file-format.ts";
import { writeFileWhole } from "./write-file-whole.ts";
import { writeJsonArray } from "./write-json-array.ts";
import { writeJsonLines } from "./write-json-lines.ts";

/** A record to be written: its fields by name. */
export type WritableRecord = object;

/** Records that come from memory or from a stream. */
export type WritableRecords = Iterable<WritableRecord> | AsyncIterable<WritableRecord>;

/** How records are written. */
export interface WriteRecordsOptions {
  /** Layout of the file. @default by the file's name */
  readonly format?: RecordFormat;
  /**
   * Columns of a table (CSV, TSV, Parquet), in this order.
   * @default the fields of the first record; no record may then have another one
   */
  readonly columns?: readonly string[];
}

/**
 * Writes records as JSONL, JSON, CSV, TSV (each `.gz` too) or Parquet, in constant memory and
 * atomically: the file is the old or the whole new one.
 *
 * In CSV and TSV lists and objects stand as JSON, missing fields and `null` as nothing. In Parquet
 * a column holds strings, numbers (64-bit floats), booleans or lists of strings, as the first
 * 10,000 records have it; other values stand as JSON.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`, `UNKNOWN_FORMAT`.
 * @throws {TypeError} When a record has a field that is no column, or a value that the column
 *   cannot hold. The old file then still stands.
 * @example
 * await writeRecords("train.parquet", splits.train);
 */
export async function writeRecords(
  path: string,
  records: WritableRecords,
  options: WriteRecordsOptions = {},
): Promise<void> {
  const format = options.format ?? formatOfFile(path);
  if (format === "jsonl") await writeJsonLines(path, records);
  else if (format === "json") await writeJsonArray(path, records);
  else if (format === "parquet") {
    const { parquetPieces } = await import("./parquet-pieces.ts");
    await writeFileWhole(path, parquetPieces(records, options.columns));
  } else {
    const delimiter = format === "csv" ? "," : "\t";
    await writeFileWhole(path, delimitedPieces(records, { delimiter, columns: options.columns }));
  }
}
