import { formatOfFile, type RecordFormat } from "./file-format.ts";
import { streamDelimited } from "./stream-delimited.ts";
import { streamJsonArray } from "./stream-json-array.ts";
import { streamJsonLines, type JsonLine, type ReadJsonLinesOptions } from "./stream-json-lines.ts";

/** How a file of records is read. */
export interface StreamRecordsOptions<Row> extends ReadJsonLinesOptions<Row> {
  /** Layout of the file. @default by the file's name */
  readonly format?: RecordFormat;
  /** Columns that a table (CSV, TSV, Parquet) must have. @default none */
  readonly requiredColumns?: readonly string[];
  /** Says what is wrong with the columns of a table, if anything. @default nothing is wrong */
  readonly checkColumns?: (columns: readonly string[]) => string | undefined;
  /** Told what separates the fields of a CSV file whose header has no comma. */
  readonly onSeparator?: (separator: ";" | "\t") => void;
}

/**
 * Reads the records of a JSONL, JSON, CSV, TSV (each `.gz` too) or Parquet file one by one, each
 * with its place: the line, or the item or row counted from 1. Memory holds one record (of Parquet
 * one row group).
 *
 * Fields of CSV and TSV are strings, empty ones `null`. A CSV file whose header has semicolons or
 * tabs and no comma, quoted names aside, is read with these as separators. After the first problem
 * no further record comes out; the error at the end names all problems (the first 20, and how many
 * more).
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE`, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`,
 *   `UNKNOWN_FORMAT`.
 * @example
 * for await (const { line, row } of streamRecords("pairs.parquet")) count += 1;
 */
export async function* streamRecords<Row = unknown>(
  path: string,
  options: StreamRecordsOptions<Row> = {},
): AsyncGenerator<JsonLine<Row>> {
  const format = options.format ?? formatOfFile(path);
  if (format === "jsonl") yield* streamJsonLines(path, options);
  else if (format === "json") yield* streamJsonArray(path, options);
  else if (format === "parquet") {
    // Loaded when it is needed only: it is the largest part of the package.
    const { streamParquet } = await import("./stream-parquet.ts");
    yield* streamParquet(path, options);
  } else yield* streamDelimited(path, { ...options, delimiter: format === "csv" ? "," : "\t" });
}
