import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";

/** How records are laid out in a file. */
export type RecordFormat = "jsonl" | "json" | "csv" | "tsv";

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "tsv",
};

/** The format that a file name stands for; a `.gz` behind it does not matter. */
export function formatOfFile(path: string): RecordFormat {
  const ending = /\.([a-z]+)(?:\.gz)?$/iu.exec(path)?.[1]?.toLowerCase() ?? "";
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new RetrievalDatasetError(
    "UNKNOWN_FORMAT",
    `Expected a name ending in .jsonl, .json, .csv or .tsv (.gz may follow), got ${path}.`,
    { hint: "Rename the file or say its format.", details: { file: path } },
  );
}
