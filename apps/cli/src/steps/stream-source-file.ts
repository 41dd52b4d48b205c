import { streamDocuments, streamProducts, type Product } from "@searchfit/retrieval-dataset";
import type { Source } from "./parse-source.ts";

/** How a file of products is read. */
export interface SourceFileOptions {
  /** The setting `textTemplate`; null takes the file's own texts. Documents have no use for it. */
  readonly textTemplate: string | null;
  /** Told of documents of kinds that cannot be read (PDF), by their path in the folder. */
  readonly onSkip?: (path: string) => void;
}

/** The products of a file, or the chunks of a folder of documents. */
export function streamSourceFile(
  source: Extract<Source, { kind: "file" }>,
  { textTemplate, onSkip = () => undefined }: SourceFileOptions,
): AsyncGenerator<Product> {
  const { format, path } = source;
  if (format === "docs") return streamDocuments(path, { onSkip });
  return streamProducts(path, {
    format,
    ...(textTemplate === null ? {} : { template: textTemplate }),
  });
}
