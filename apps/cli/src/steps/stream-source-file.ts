import {
  streamDocuments,
  streamProducts,
  type HtmlInTexts,
  type Product,
} from "@searchfit/retrieval-dataset";
import { documentReading } from "../documents/document-reading.ts";
import { namedColumns, type FileColumns } from "../settings/file-columns.ts";
import type { Source } from "./parse-source.ts";
import { suggestColumnsFlag } from "./suggest-columns-flag.ts";

/** How a file of products is read. */
export interface SourceFileOptions {
  /** The setting `textTemplate`; null takes the file's own texts. Documents have no use for it. */
  readonly textTemplate: string | null;
  /** The setting `columns`. @default null: fields by their own names. Documents have no use for it. */
  readonly columns?: FileColumns | null;
  /** The setting `html`. @default "keep". Documents have no use for it. */
  readonly html?: HtmlInTexts;
  /** Told of documents that are left out. @default nobody */
  readonly warn?: (text: string) => void;
  /** Told how the file was taken where that is not as it is named: separator, columns not used. */
  readonly note?: (text: string) => void;
}

/** The products of a file, or the chunks of a folder of documents. */
export function streamSourceFile(
  source: Extract<Source, { kind: "file" }>,
  options: SourceFileOptions,
): AsyncGenerator<Product> {
  const { format, path } = source;
  const { warn = () => undefined } = options;
  if (format === "docs") return streamDocuments(path, documentReading(warn));
  return streamTable(path, format, options);
}

async function* streamTable(
  path: string,
  format: Exclude<Extract<Source, { kind: "file" }>["format"], "docs">,
  { textTemplate, columns = null, html = "keep", note = () => undefined }: SourceFileOptions,
): AsyncGenerator<Product> {
  try {
    yield* streamProducts(path, {
      format,
      columns: namedColumns(columns),
      html,
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
