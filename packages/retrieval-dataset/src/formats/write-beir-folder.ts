import { join } from "node:path";
import type { Qrels } from "@searchfit/ir-metrics";
import type { BeirDataset } from "./beir-dataset.ts";
import { productText } from "../products/product-text.ts";
import type { Product } from "../products/product.ts";
import { writeFileWhole } from "../files/write-file-whole.ts";
import { writeJsonLines } from "../files/write-json-lines.ts";

/** Which part of a BEIR folder is written. */
export interface WriteBeirFolderOptions {
  /**
   * The judgments become `qrels/<split>.tsv`.
   * @default "test"
   */
  readonly split?: string;
}

/**
 * Writes a dataset as a BEIR folder: `corpus.jsonl`, `queries.jsonl`, `qrels/<split>.tsv`.
 * Each file is written atomically, the judgments last.
 *
 * A product's `text` is its description; where its embedded text is not made of title and
 * description, the whole embedded text with an empty title, so that no reader loses any of it.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_WRITABLE`.
 * @throws {TypeError} When an id holds a tab or line end, which the judgments cannot.
 * @example
 * await writeBeirFolder("shop-beir", { corpus: products, queries, qrels });
 */
export async function writeBeirFolder(
  folder: string,
  dataset: BeirDataset,
  options: WriteBeirFolderOptions = {},
): Promise<void> {
  const lines = [...qrelsLines(dataset.qrels)];
  await writeJsonLines(join(folder, "corpus.jsonl"), dataset.corpus.map(beirDocument));
  await writeJsonLines(
    join(folder, "queries.jsonl"),
    dataset.queries.map(({ id, text }) => ({ _id: id, text, metadata: {} })),
  );
  await writeFileWhole(join(folder, "qrels", `${options.split ?? "test"}.tsv`), lines);
}

function beirDocument(product: Product): unknown {
  const { id, title, description, category, tags, searchable_content } = product;
  const composed = productText({ ...product, searchable_content: "" });
  const own = searchable_content.trim() !== "" && searchable_content !== composed;
  const metadata = {
    ...(category === null ? {} : { category }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(own ? { title } : {}),
  };
  return own
    ? { _id: id, title: "", text: searchable_content, metadata }
    : { _id: id, title, text: description ?? "", metadata };
}

function* qrelsLines(qrels: Qrels): Generator<string> {
  yield "query-id\tcorpus-id\tscore\n";
  for (const [queryId, grades] of qrels)
    for (const [docId, grade] of grades) {
      for (const id of [queryId, docId])
        if (/[\t\r\n]/u.test(id))
          throw new TypeError(
            `Expected ids without tabs and line ends, got ${JSON.stringify(id)}.`,
          );
      yield `${queryId}\t${docId}\t${grade}\n`;
    }
}
