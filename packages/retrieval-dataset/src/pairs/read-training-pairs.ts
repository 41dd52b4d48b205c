import { parseTrainingPair } from "./parse-training-pair.ts";
import { streamRecords } from "../files/stream-records.ts";
import type { TrainingPair } from "./training-pair.ts";

/**
 * Reads training pairs from a JSONL, JSON, CSV, TSV (each `.gz` too) or Parquet file, by its
 * name.
 * `query`, `positive` and `product_id` must be there.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * const pairs = await readTrainingPairs("training_pairs.json");
 */
export async function readTrainingPairs(path: string): Promise<readonly TrainingPair[]> {
  const pairs: TrainingPair[] = [];
  for await (const { row } of streamRecords(path, {
    parse: parseTrainingPair,
    requiredColumns: ["query", "positive", "product_id"],
  }))
    pairs.push(row);
  return pairs;
}
