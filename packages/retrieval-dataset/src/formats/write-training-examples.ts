import type { RecordFormat } from "../files/file-format.ts";
import { writeRecords } from "../files/write-records.ts";
import type { TrainingExample } from "../pairs/training-example.ts";

/** Whose trainer a file is for. */
export type TrainingLayout =
  /** `anchor`, `positive`, and `negative` or `negative_1` … `negative_n` as columns. */
  | "sentence-transformers"
  /** `query`, and `pos` and `neg` as lists. JSONL. */
  | "flag-embedding"
  /** `query`, `positive`, `negatives` as a list, and the labels. */
  | "lists";

/** How training examples are written. */
export interface WriteTrainingExamplesOptions {
  /** Whose trainer the file is for. @default "sentence-transformers" */
  readonly layout?: TrainingLayout;
  /**
   * Negatives a row, for "sentence-transformers": its trainer needs the same number in every row.
   * Examples with fewer are left out and counted, further negatives are not written.
   * @default as many as the first example has
   */
  readonly negatives?: number;
  /** Layout of the file. @default by its name */
  readonly format?: RecordFormat;
}

/** What became of the examples. */
export interface WrittenExamples {
  /** Rows written. */
  readonly written: number;
  /** Examples with too few negatives. */
  readonly leftOut: number;
}

/**
 * Writes training examples for a trainer, in constant memory and atomically.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`, `UNKNOWN_FORMAT`.
 * @throws {RangeError} When `negatives` is not an integer of at least 0.
 * @example
 * await writeTrainingExamples("train.parquet", examples, { negatives: 3 });
 * // { written: 1612, leftOut: 17 }
 */
export async function writeTrainingExamples(
  path: string,
  examples: Iterable<TrainingExample> | AsyncIterable<TrainingExample>,
  options: WriteTrainingExamplesOptions = {},
): Promise<WrittenExamples> {
  const { layout = "sentence-transformers", negatives, format } = options;
  if (negatives !== undefined && !(Number.isInteger(negatives) && negatives >= 0))
    throw new RangeError(`Expected negatives to be an integer ≥ 0, got ${negatives}.`);
  const counts = { written: 0, leftOut: 0 };
  const rows = rowsOf(examples, { layout, negatives, counts });
  await writeRecords(path, rows, format === undefined ? {} : { format });
  return counts;
}

async function* rowsOf(
  examples: Iterable<TrainingExample> | AsyncIterable<TrainingExample>,
  settings: {
    readonly layout: TrainingLayout;
    readonly negatives: number | undefined;
    readonly counts: { written: number; leftOut: number };
  },
): AsyncGenerator<object> {
  let count = settings.negatives;
  for await (const example of examples) {
    count ??= example.negatives.length;
    if (settings.layout === "sentence-transformers" && example.negatives.length < count) {
      settings.counts.leftOut += 1;
      continue;
    }
    settings.counts.written += 1;
    yield rowOf(example, settings.layout, count);
  }
}

function rowOf(example: TrainingExample, layout: TrainingLayout, count: number): object {
  const { anchor, positive, negatives, ...labels } = example;
  if (layout === "flag-embedding") return { query: anchor, pos: [positive], neg: negatives };
  if (layout === "lists") return { query: anchor, positive, negatives, ...labels };
  const columns = negatives
    .slice(0, count)
    .map((text, index) => [count === 1 ? "negative" : `negative_${index + 1}`, text] as const);
  return { anchor, positive, ...Object.fromEntries(columns) };
}
