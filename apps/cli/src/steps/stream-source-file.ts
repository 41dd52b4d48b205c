import { streamDocuments, streamProducts, type Product } from "@searchfit/retrieval-dataset";
import type { Source } from "./parse-source.ts";

/**
 * The products of a file, or the chunks of a folder of documents.
 *
 * @param onSkip Told of documents of kinds that cannot be read (PDF), by their path in the folder.
 */
export function streamSourceFile(
  source: Extract<Source, { kind: "file" }>,
  onSkip: (path: string) => void = () => undefined,
): AsyncGenerator<Product> {
  const { format, path } = source;
  return format === "docs" ? streamDocuments(path, { onSkip }) : streamProducts(path, { format });
}
