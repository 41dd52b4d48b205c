import { pipeline, Readable } from "node:stream";
import { CsvError, parse as csvParser } from "csv-parse";
import { fileBytes } from "./file-bytes.ts";
import { ProblemList } from "./problem-list.ts";
import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";
import type { JsonLine, ReadJsonLinesOptions } from "./stream-json-lines.ts";

/** How a delimited file is laid out and what becomes of its rows. */
export interface DelimitedOptions<Row> extends ReadJsonLinesOptions<Row> {
  /** What stands between two fields. */
  readonly delimiter: "," | "\t";
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const LONGEST_RECORD = 64 * 1024 * 1024;

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
  for await (const { record, info } of parsedRecords(path, options.delimiter, problems)) {
    const start = line;
    line = info.lines + 1;
    if (header === undefined) header = checkHeader(record, problems);
    else {
      const row = tryParse({ header, record, line: start, parse }, problems);
      if (row !== undefined && problems.count === 0) yield row;
    }
  }
  problems.throwIfAny();
}

async function* parsedRecords(
  path: string,
  delimiter: string,
  problems: ProblemList,
): AsyncGenerator<ParsedRecord> {
  const parser = csvParser({
    delimiter,
    info: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: delimiter === "\t",
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  // `pipeline` hands every error to the parser, where the loop below meets it.
  pipeline(Readable.from(utf8Pieces(path)), parser, () => undefined);
  try {
    for await (const parsed of parser) yield parsed as ParsedRecord;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(`line ${parser.info.lines}`, `expected well-formed rows, got ${error.message}.`);
  }
}

async function* utf8Pieces(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytes = 0;
  try {
    for await (const chunk of fileBytes(path)) {
      yield decoder.decode(chunk, { stream: true });
      bytes += chunk.length;
    }
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new RetrievalDatasetError(
      "INVALID_FILE",
      `${path}: expected UTF-8 text, got other bytes after the first ${bytes}.`,
      { hint: "Save the file as UTF-8.", details: { file: path }, cause },
    );
  }
}

function checkHeader(record: readonly string[], problems: ProblemList): readonly string[] {
  const header = record.map((name) => name.trim());
  const repeated = header.filter((name, index) => header.indexOf(name) !== index);
  if (repeated.length > 0)
    problems.add("line 1", `expected each column once, got ${repeated.join(", ")} again.`);
  return header;
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
    const fields = header.map(
      (name, index) => [name, record[index] === "" ? null : record[index]] as const,
    );
    return { line, row: parse(Object.fromEntries(fields), line) };
  } catch (error) {
    problems.add(`line ${line}`, (error as Error).message);
    return undefined;
  }
}
