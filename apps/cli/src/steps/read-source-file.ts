import type { Product } from "@searchfit/retrieval-dataset";
import type { Source } from "./parse-source.ts";
import { streamSourceFile, type SourceFileOptions } from "./stream-source-file.ts";

/** All products of a file, or all chunks of a folder of documents. */
export async function readSourceFile(
  source: Extract<Source, { kind: "file" }>,
  { warn = () => undefined, ...options }: SourceFileOptions,
): Promise<readonly Product[]> {
  const products: Product[] = [];
  const indented = (text: string) => {
    warn(`  ${text}`);
  };
  for await (const product of streamSourceFile(source, { ...options, warn: indented }))
    products.push(product);
  return products;
}
