import type { TrainingExample } from "../pairs/training-example.ts";
import {
  streamTrainingExamples,
  type ReadTrainingExamplesOptions,
} from "./stream-training-examples.ts";

/**
 * Reads all training examples of a file; layouts and rules are those of
 * {@link streamTrainingExamples}.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * const triplets = await readTrainingExamples("triplets.parquet");
 */
export async function readTrainingExamples(
  path: string,
  options: ReadTrainingExamplesOptions = {},
): Promise<readonly TrainingExample[]> {
  const examples: TrainingExample[] = [];
  for await (const example of streamTrainingExamples(path, options)) examples.push(example);
  return examples;
}
