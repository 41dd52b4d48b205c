import type { EmbeddingMatrix } from "@searchfit/onnx-embedder";
import type { NextEmbeddings, StaleProduct } from "@searchfit/pg-corpus";
import { productText, type Product } from "@searchfit/retrieval-dataset";
import type { ReembedJob } from "./reembed-job.ts";

/** Vectors of some products' texts and titles. */
export interface ProductVectors {
  /** Vectors of the texts. */
  readonly content: EmbeddingMatrix;
  /** Vectors of the titles; left out where the table has no column for them. */
  readonly title?: EmbeddingMatrix;
}

/** Embeds text and title of products: the only place where the job's vectors come from. */
export async function embedProducts(
  job: ReembedJob,
  products: readonly Product[],
): Promise<ProductVectors> {
  const call = job.signal === undefined ? {} : { signal: job.signal };
  const content = await job.embedder.embedDocuments(products.map(productText), call);
  if (job.table.columns?.titleEmbedding === null) return { content };
  const titles = products.map((product) => product.title);
  return { content, title: await job.embedder.embedDocuments(titles, call) };
}

/** Embeds products for writing them beside their present vectors. */
export async function embedStale(
  job: ReembedJob,
  stale: readonly StaleProduct[],
): Promise<NextEmbeddings> {
  const products = stale.map(({ product }) => product);
  return {
    ids: products.map(({ id }) => id),
    sources: stale.map(({ source }) => source),
    ...(await embedProducts(job, products)),
  };
}
