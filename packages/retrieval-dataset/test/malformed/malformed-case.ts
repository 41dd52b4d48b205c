import type { RetrievalDatasetErrorCode } from "../../src/index.ts";

/** Who reads the file. */
export type Reader =
  "products" | "pairs" | "examples" | "suite" | "llama-index" | "clicks" | "documents";

/** A file that is broken or strange, and what must become of it. */
export interface MalformedCase {
  /** What is wrong, or strange, about it. */
  readonly name: string;
  /** Who reads it. */
  readonly reader: Reader;
  /** Its name; the ending tells the format. */
  readonly file: string;
  /** Its content. */
  readonly content: string | Uint8Array;
  /** Parts of the message that the error must have. */
  readonly error?: readonly string[];
  /** Code of the error. @default "INVALID_FILE" */
  readonly code?: RetrievalDatasetErrorCode;
  /** What is read where it is no error: ids of products, else a line that says what was read. */
  readonly reads?: readonly string[];
}

/** Many cases of one reader and one file name. */
export function cases(
  reader: Reader,
  file: string,
  rows: Readonly<Record<string, Omit<MalformedCase, "name" | "reader" | "file">>>,
): readonly MalformedCase[] {
  return Object.entries(rows).map(([name, rest]) => ({ name, reader, file, ...rest }));
}
