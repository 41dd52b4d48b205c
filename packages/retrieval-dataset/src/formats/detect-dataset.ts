import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { formatOfFile } from "../files/file-format.ts";
import { ProblemList } from "../files/problem-list.ts";
import { readingError } from "../files/reading-error.ts";
import type { RawRecord } from "../files/record-fields.ts";
import { streamJsonItems } from "../files/stream-json-items.ts";
import { streamRecords } from "../files/stream-records.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

/** What a file or folder holds, and so which function reads it. */
export type DatasetKind =
  /** `readProducts` */
  | "products"
  /** `readTrainingPairs` */
  | "pairs"
  /** `readTrainingExamples` */
  | "examples"
  /** `readTestSuite` */
  | "test-suite"
  /** `readLlamaIndexDataset` */
  | "llama-index"
  /** `readBeirFolder` */
  | "beir"
  /** `streamClickLog` */
  | "click-log"
  /** `readDocuments` */
  | "documents";

/**
 * Tells what a file or folder holds by its first record, or by the keys of its JSON object. A
 * folder is BEIR's when it has `corpus.jsonl`, else one of documents. Nothing else is checked: the
 * function that reads the kind does that.
 *
 * @throws {RetrievalDatasetError} `UNKNOWN_FORMAT` when it is none of them, `INVALID_FILE` when
 *   its beginning cannot be read, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * await detectDataset("bge.jsonl"); // "examples", for lines of query, pos and neg
 */
export async function detectDataset(path: string): Promise<DatasetKind> {
  const about = await stat(path).catch((cause: unknown) => {
    throw readingError(path, cause);
  });
  if (about.isDirectory())
    return ["corpus.jsonl", "corpus.jsonl.gz"].some((name) => existsSync(join(path, name)))
      ? "beir"
      : "documents";
  return formatOfFile(path) === "json" ? kindOfJson(path) : kindOfRecords(path);
}

const SECTIONS: ReadonlyMap<string, DatasetKind> = new Map([
  ["test_cases", "test-suite"],
  ["examples", "examples"],
  ["queries", "llama-index"],
  ["corpus", "llama-index"],
  ["relevant_docs", "llama-index"],
]);

async function kindOfJson(path: string): Promise<DatasetKind> {
  const problems = new ProblemList(path);
  for await (const { section, value } of streamJsonItems(path, problems, "either")) {
    if (section === null) return kindOfRecord(path, value);
    const kind = SECTIONS.get(section);
    if (kind !== undefined) return kind;
  }
  problems.throwIfAny();
  throw unknown(path, "nothing known in the file");
}

async function kindOfRecords(path: string): Promise<DatasetKind> {
  for await (const { row } of streamRecords(path)) return kindOfRecord(path, row);
  throw unknown(path, "a file without records");
}

function kindOfRecord(path: string, value: unknown): DatasetKind {
  if (typeof value !== "object" || value === null) throw unknown(path, "records without fields");
  const record = value as RawRecord;
  const has = (...names: readonly string[]): boolean =>
    names.some((name) => record[name] !== undefined);
  if (has("generated_queries")) return "test-suite";
  if (has("query") && has("rank", "position") && has("clicked", "clicks")) return "click-log";
  const negatives = Object.keys(record).some((name) => name.startsWith("neg"));
  if (has("query") && has("positive") && has("product_id") && !negatives) return "pairs";
  if (has("anchor", "query", "question")) return "examples";
  if (has("id") && has("title", "searchable_content")) return "products";
  throw unknown(path, `records of ${Object.keys(record).join(", ")}`);
}

function unknown(path: string, got: string): RetrievalDatasetError {
  return new RetrievalDatasetError(
    "UNKNOWN_FORMAT",
    `Expected products, training pairs or examples, a test suite, a LlamaIndex dataset or a search log in ${path}, got ${got.slice(0, 200)}.`,
    { hint: "The README's table of files names the fields of each.", details: { file: path } },
  );
}
