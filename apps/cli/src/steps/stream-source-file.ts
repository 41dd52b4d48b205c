import { streamDocuments, streamProducts, type Product } from "@searchfit/retrieval-dataset";
import { namedColumns, type FileColumns } from "../settings/file-columns.ts";
import type { Source } from "./parse-source.ts";
import { suggestColumnsFlag } from "./suggest-columns-flag.ts";

/** How a file of products is read. */
export interface SourceFileOptions {
  /** The setting `textTemplate`; null takes the file's own texts. Documents have no use for it. */
  readonly textTemplate: string | null;
  /** The setting `columns`. @default null: fields by their own names. Documents have no use for it. */
  readonly columns?: FileColumns | null;
  /** Told of documents of kinds that cannot be read (PDF), by their path in the folder. */
  readonly onSkip?: (path: string) => void;
  /** Told how the file was taken where that is not as it is named: separator, columns not used. */
  readonly note?: (text: string) => void;
}

/** The products of a file, or the chunks of a folder of documents. */
export function streamSourceFile(
  source: Extract<Source, { kind: "file" }>,
  options: SourceFileOptions,
): AsyncGenerator<Product> {
  const { format, path } = source;
  const { onSkip = () => undefined } = options;
  if (format === "docs") return streamDocuments(path, { onSkip });
  return streamTable(path, format, options);
}

async function* streamTable(
  path: string,
  format: Exclude<Extract<Source, { kind: "file" }>["format"], "docs">,
  { textTemplate, columns = null, note = () => undefined }: SourceFileOptions,
): AsyncGenerator<Product> {
  try {
    yield* streamProducts(path, {
      format,
      columns: namedColumns(columns),
      ...(textTemplate === null ? {} : { template: textTemplate }),
      onSeparator: (separator) => {
        note(`fields are separated by ${separator === ";" ? "semicolons" : "tabs"}, not commas`);
      },
      onUnusedColumns: (names) => {
        note(`columns not used: ${names.join(", ")}`);
      },
    });
  } catch (error) {
    throw suggestColumnsFlag(error);
  }
}
