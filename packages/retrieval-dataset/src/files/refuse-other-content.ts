import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

interface KnownStart {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly hint: string;
}

const KNOWN: readonly KnownStart[] = [
  { bytes: [0xff, 0xfe], what: "UTF-16 (it starts with FF FE)", hint: "Save it as UTF-8." },
  { bytes: [0xfe, 0xff], what: "UTF-16 (it starts with FE FF)", hint: "Save it as UTF-8." },
  { bytes: [0, 0, 0xfe, 0xff], what: "UTF-32", hint: "Save it as UTF-8." },
  {
    bytes: [0x50, 0x4b, 3, 4],
    what: "a ZIP archive, which Excel files are too",
    hint: "Unpack it, or export the sheet as CSV in UTF-8.",
  },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: "Parquet", hint: "Name the file .parquet." },
  { bytes: [0x1f, 0x8b], what: "gzip within gzip", hint: "Decompress it once." },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "Zstandard data", hint: "Decompress it or use .gz." },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF document", hint: "Extract its text first." },
];

/**
 * Refuses a text file whose first bytes show that it is something else.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE`.
 */
export function refuseOtherContent(path: string, head: Buffer): void {
  const known = KNOWN.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (known === undefined) return;
  throw new RetrievalDatasetError(
    "INVALID_FILE",
    `${path}: expected UTF-8 text, got ${known.what}.`,
    { hint: known.hint, details: { file: path } },
  );
}
