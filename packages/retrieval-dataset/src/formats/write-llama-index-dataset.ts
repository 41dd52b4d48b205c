import { writeFileWhole } from "../files/write-file-whole.ts";
import { productText } from "../products/product-text.ts";
import type { BeirDataset } from "./beir-dataset.ts";

/**
 * Writes a dataset as LlamaIndex' `EmbeddingQAFinetuneDataset` reads it: `queries`, `corpus`,
 * `relevant_docs` and `mode` of one JSON file. Documents of grade 1 and more are relevant.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`; the old file then still stands.
 * @example
 * await writeLlamaIndexDataset("train_dataset.json", { corpus: products, queries, qrels });
 */
export async function writeLlamaIndexDataset(path: string, dataset: BeirDataset): Promise<void> {
  await writeFileWhole(path, pieces(dataset));
}

function* pieces({ corpus, queries, qrels }: BeirDataset): Generator<string> {
  yield '{"queries": {';
  yield* entries(queries.map(({ id, text }) => [id, text] as const));
  yield '},\n"corpus": {';
  yield* entries(corpus.map((product) => [product.id, productText(product)] as const));
  yield '},\n"relevant_docs": {';
  yield* entries(
    Array.from(qrels, ([id, grades]) => {
      const relevant = [...grades].filter(([, grade]) => grade >= 1).map(([doc]) => doc);
      return [id, relevant] as const;
    }),
  );
  yield '},\n"mode": "text"}\n';
}

function* entries(values: readonly (readonly [string, unknown])[]): Generator<string> {
  for (const [index, [key, value]] of values.entries())
    yield `${index === 0 ? "\n" : ",\n"} ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
}
