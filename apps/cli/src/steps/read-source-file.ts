import type { Product } from "@searchfit/retrieval-dataset";
import type { Source } from "./parse-source.ts";
import { streamSourceFile, type SourceFileOptions } from "./stream-source-file.ts";

/** How a file is read, and who is told of documents of kinds that cannot be. */
export interface ReadSourceFileOptions extends Omit<SourceFileOptions, "onSkip"> {
  /** Told of each document that is left out. */
  readonly warn: (text: string) => void;
}

/** All products of a file, or all chunks of a folder of documents. */
export async function readSourceFile(
  source: Extract<Source, { kind: "file" }>,
  { warn, ...options }: ReadSourceFileOptions,
): Promise<readonly Product[]> {
  const products: Product[] = [];
  const onSkip = (path: string) => {
    warn(`  ${path} is left out: only Markdown, text and HTML are read.`);
  };
  for await (const product of streamSourceFile(source, { ...options, onSkip }))
    products.push(product);
  return products;
}
