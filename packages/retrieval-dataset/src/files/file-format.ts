import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

/** How records are laid out in a file. */
export type RecordFormat = "jsonl" | "json" | "csv" | "tsv" | "parquet";

const FORMATS: ReadonlyMap<string, RecordFormat> = new Map([
  ["jsonl", "jsonl"],
  ["ndjson", "jsonl"],
  ["json", "json"],
  ["csv", "csv"],
  ["tsv", "tsv"],
  ["parquet", "parquet"],
]);

/** The format that a file name stands for; a `.gz` behind it does not matter. */
export function formatOfFile(path: string): RecordFormat {
  const [, ending = "", gz] = /\.([a-z]+)(\.gz)?$/iu.exec(path) ?? [];
  const format = FORMATS.get(ending.toLowerCase());
  if (format !== undefined && !(format === "parquet" && gz !== undefined)) return format;
  throw new RetrievalDatasetError(
    "UNKNOWN_FORMAT",
    `Expected a name ending in .jsonl, .json, .csv or .tsv (.gz may follow) or .parquet, got ${path}.`,
    { hint: "Rename the file or say its format.", details: { file: path } },
  );
}
