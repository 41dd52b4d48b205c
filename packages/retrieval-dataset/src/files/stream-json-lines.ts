import { ProblemList } from "./problem-list.ts";
import { textLines, type TextLine } from "./text-lines.ts";

/** One parsed line of a JSONL file. */
export interface JsonLine<Row> {
  /** Where it stands, counted from 1. */
  readonly line: number;
  /** What stands there. */
  readonly row: Row;
}

/** How lines of JSON become rows. */
export interface ReadJsonLinesOptions<Row> {
  /**
   * Turns the parsed JSON into a row; an `Error` that it throws becomes a problem of that line.
   * @default the value as it is
   */
  readonly parse?: (value: unknown, line: number) => Row;
}

/**
 * Reads a JSONL file (`.gz` too) line by line in constant memory; blank lines are passed over.
 *
 * After the first bad line no further row comes out, but the rest of the file is still looked at,
 * so that the error at the end names every bad line.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with all problems and their lines,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * for await (const { line, row } of streamJsonLines("pairs.jsonl")) total += line;
 */
export async function* streamJsonLines<Row = unknown>(
  path: string,
  options: ReadJsonLinesOptions<Row> = {},
): AsyncGenerator<JsonLine<Row>> {
  const problems = new ProblemList(path);
  const parse = options.parse ?? ((value: unknown) => value as Row);
  for await (const lines of textLines(path, problems)) {
    for (const line of lines) {
      const row = parseLine(line, parse, problems);
      if (row !== undefined && problems.count === 0) yield row;
    }
  }
  problems.throwIfAny();
}

function parseLine<Row>(
  line: TextLine,
  parse: (value: unknown, line: number) => Row,
  problems: ProblemList,
): JsonLine<Row> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    problems.add(`line ${line.number}`, `expected JSON, got ${(error as Error).message}.`);
    return undefined;
  }
  try {
    return { line: line.number, row: parse(value, line.number) };
  } catch (error) {
    problems.add(`line ${line.number}`, (error as Error).message);
    return undefined;
  }
}
