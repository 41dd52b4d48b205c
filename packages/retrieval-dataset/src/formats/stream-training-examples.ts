import { formatOfFile, type RecordFormat } from "../files/file-format.ts";
import { ProblemList } from "../files/problem-list.ts";
import { placeOf, streamJsonItems } from "../files/stream-json-items.ts";
import { streamRecords } from "../files/stream-records.ts";
import type { TrainingExample } from "../pairs/training-example.ts";
import { parseTrainingExamples } from "./parse-training-examples.ts";

/** How a file of training examples is read. */
export interface ReadTrainingExamplesOptions {
  /** Layout of the file. @default by its name */
  readonly format?: RecordFormat;
}

/**
 * Reads training examples one by one in constant memory, from JSONL, JSON, CSV, TSV (each `.gz`
 * too) or Parquet. The record's own fields tell its layout:
 *
 * - sentence-transformers: `anchor`, `positive`, `negative` or `negative_1` … `negative_n`;
 * - FlagEmbedding: `query`, `pos` and `neg` as lists; every `pos` makes an example;
 * - pairs and triplets: `query` or `question`, `positive` (`answer`, `context`, `document`,
 *   `passage`), `negative` or `negatives`, `domain`, `category`, `difficulty`, `product_id`;
 * - a JSON object with such records in `examples`, their labels in `metadata`.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * for await (const { anchor, negatives } of streamTrainingExamples("bge.jsonl")) count += 1;
 */
export async function* streamTrainingExamples(
  path: string,
  options: ReadTrainingExamplesOptions = {},
): AsyncGenerator<TrainingExample> {
  const format = options.format ?? formatOfFile(path);
  if (format === "json") yield* fromJson(path);
  else
    for await (const { row } of streamRecords(path, { format, parse: parseTrainingExamples }))
      yield* row;
}

async function* fromJson(path: string): AsyncGenerator<TrainingExample> {
  const problems = new ProblemList(path);
  let sections = 0;
  for await (const { value, ...place } of streamJsonItems(path, problems, "either")) {
    if (place.section !== null && place.section !== "examples") continue;
    sections += 1;
    try {
      const examples = parseTrainingExamples(value);
      if (problems.count === 0) yield* examples;
    } catch (error) {
      problems.add(placeOf(place), (error as Error).message);
    }
  }
  problems.throwIfAny();
  if (sections > 0) return;
  const isArray = await isEmptyArray(path);
  if (!isArray)
    problems.add("(JSON)", 'expected an array, or an object with "examples", got neither.');
  problems.throwIfAny();
}

async function isEmptyArray(path: string): Promise<boolean> {
  const problems = new ProblemList(path);
  for await (const _ of streamJsonItems(path, problems, "array")) return false;
  return problems.count === 0;
}
