import { ProblemList, quoteValue } from "./problem-list.ts";
import { fileBytes } from "./file-bytes.ts";
import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";
import type { JsonLine, ReadJsonLinesOptions } from "./stream-json-lines.ts";

/**
 * The items of a file that is one JSON array. The file is held in memory; `line` counts items
 * from 1. Problems of all items come together.
 */
export async function* streamJsonArray<Row>(
  path: string,
  options: ReadJsonLinesOptions<Row>,
): AsyncGenerator<JsonLine<Row>> {
  const problems = new ProblemList(path);
  const parse = options.parse ?? ((value: unknown) => value as Row);
  for (const [index, value] of (await readArray(path)).entries()) {
    try {
      const row = parse(value, index + 1);
      if (problems.count === 0) yield { line: index + 1, row };
    } catch (error) {
      problems.add(`item ${index + 1}`, (error as Error).message);
    }
  }
  problems.throwIfAny();
}

async function readArray(path: string): Promise<readonly unknown[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of fileBytes(path)) chunks.push(chunk);
  const value = parseWhole(path, Buffer.concat(chunks));
  if (Array.isArray(value)) return value as unknown[];
  throw new RetrievalDatasetError(
    "INVALID_FILE",
    `${path}: expected a JSON array, got ${quoteValue(value)}.`,
    { hint: "For one JSON object a line, name the file .jsonl.", details: { file: path } },
  );
}

function parseWhole(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? cause.message : "bytes that are not UTF-8";
    throw new RetrievalDatasetError("INVALID_FILE", `${path}: expected JSON, got ${problem}.`, {
      hint: "Save the file as UTF-8 JSON; for one JSON object a line, name it .jsonl.",
      details: { file: path },
      cause,
    });
  }
}
