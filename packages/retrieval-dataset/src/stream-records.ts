import type { RecordFormat } from "./file-format.ts";
import { streamDelimited } from "./stream-delimited.ts";
import { streamJsonArray } from "./stream-json-array.ts";
import { streamJsonLines, type JsonLine } from "./stream-json-lines.ts";

/** The records of a file of any format, each with its place. */
export function streamRecords<Row>(
  path: string,
  format: RecordFormat,
  parse: (value: unknown, line: number) => Row,
): AsyncGenerator<JsonLine<Row>> {
  if (format === "jsonl") return streamJsonLines(path, { parse });
  if (format === "json") return streamJsonArray(path, { parse });
  return streamDelimited(path, { parse, delimiter: format === "csv" ? "," : "\t" });
}
