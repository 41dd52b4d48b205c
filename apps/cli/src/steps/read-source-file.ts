import type { Product } from "@searchfit/retrieval-dataset";
import type { Source } from "./parse-source.ts";
import { streamSourceFile } from "./stream-source-file.ts";

/**
 * All products of a file, or all chunks of a folder of documents.
 *
 * @param warn Told of documents of kinds that cannot be read.
 */
export async function readSourceFile(
  source: Extract<Source, { kind: "file" }>,
  warn: (text: string) => void,
): Promise<readonly Product[]> {
  const products: Product[] = [];
  const onSkip = (path: string) => {
    warn(`  ${path} is left out: only Markdown, text and HTML are read.`);
  };
  for await (const product of streamSourceFile(source, onSkip)) products.push(product);
  return products;
}
