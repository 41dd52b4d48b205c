import { pipeline, Readable } from "node:stream";
import { CsvError, parse as csvParser } from "csv-parse";
import { ProblemList } from "./problem-list.ts";
import { missingColumns } from "./missing-columns.ts";
import { sniffSeparator } from "./sniff-separator.ts";
import type { JsonLine } from "./stream-json-lines.ts";
import type { StreamRecordsOptions } from "./stream-records.ts";
import { LONGEST_RECORD_BYTES } from "./text-lines.ts";
import { utf8Pieces } from "./utf8-pieces.ts";

/** How a delimited file is laid out and what becomes of its rows. */
export interface DelimitedOptions<Row> extends StreamRecordsOptions<Row> {
  /** What stands between two fields; a comma gives way to the `;` or the tabs of the header. */
  readonly delimiter: "," | "\t";
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV or TSV file with a header, in constant memory. Quoted fields may hold line
 * ends. Empty fields are `null`. Problems come together, except a broken quote, which makes the
 * rest unreadable.
 */
export async function* streamDelimited<Row>(
  path: string,
  options: DelimitedOptions<Row>,
): AsyncGenerator<JsonLine<Row>> {
  const problems = new ProblemList(path);
  const parse = options.parse ?? ((value: unknown) => value as Row);
  let header: readonly string[] | undefined;
  let line = 1;
  for await (const { record, info } of parsedRecords(path, options, problems)) {
    const start = line;
    line = info.lines + 1;
    if (header === undefined) {
      header = checkHeader(record, options, problems);
      if (header === undefined) break;
    } else {
      const row = tryParse({ header, record, line: start, parse }, problems);
      if (row !== undefined && problems.count === 0) yield row;
    }
  }
  if (header === undefined && problems.count === 0)
    problems.add("line 1", "expected a header with the names of the columns, got an empty file.");
  problems.throwIfAny();
}

async function* parsedRecords<Row>(
  path: string,
  options: DelimitedOptions<Row>,
  problems: ProblemList,
): AsyncGenerator<ParsedRecord> {
  const { delimiter, pieces } = await layoutOf(path, options);
  const parser = csvParser({
    delimiter,
    info: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: delimiter === "\t",
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD_BYTES,
  });
  // `pipeline` hands every error to the parser, where the loop below meets it.
  pipeline(Readable.from(pieces), parser, () => undefined);
  try {
    for await (const parsed of parser) yield parsed as ParsedRecord;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(`line ${parser.info.lines}`, `expected well-formed rows, got ${error.message}.`);
  }
}

async function layoutOf<Row>(path: string, { delimiter, onSeparator }: DelimitedOptions<Row>) {
  const text = utf8Pieces(path);
  if (delimiter === "\t") return { delimiter, pieces: text };
  const { separator, pieces } = await sniffSeparator(text);
  if (separator !== ",") onSeparator?.(separator);
  return { delimiter: separator, pieces };
}

/** The names of the columns; `undefined` when no row can be read with them. */
function checkHeader<Row>(
  record: readonly string[],
  { requiredColumns = [], checkColumns }: DelimitedOptions<Row>,
  problems: ProblemList,
): readonly string[] | undefined {
  const header = record.map((name) => name.trim());
  const repeated = header.filter((name, index) => header.indexOf(name) !== index);
  if (repeated.length > 0)
    problems.add("line 1", `expected each column once, got ${repeated.join(", ")} again.`);
  const missing = missingColumns(header, requiredColumns) ?? checkColumns?.(header);
  if (missing === undefined) return header;
  problems.add("line 1", missing);
  return undefined;
}

function tryParse<Row>(
  row: {
    readonly header: readonly string[];
    readonly record: readonly string[];
    readonly line: number;
    readonly parse: (value: unknown, line: number) => Row;
  },
  problems: ProblemList,
): JsonLine<Row> | undefined {
  const { header, record, line, parse } = row;
  try {
    if (record.length !== header.length)
      throw new Error(`expected ${header.length} fields, got ${record.length}.`);
    if (record.some((field) => field.includes("\0")))
      throw new Error("expected text, got NUL bytes.");
    if (record.every((field, index) => field.trim() === header[index]))
      throw new Error("expected a row, got the header again: were files put together?");
    const fields = header.map(
      (name, index) => [name, record[index] === "" ? null : record[index]] as const,
    );
    return { line, row: parse(Object.fromEntries(fields), line) };
  } catch (error) {
    problems.add(`line ${line}`, (error as Error).message);
    return undefined;
  }
}
