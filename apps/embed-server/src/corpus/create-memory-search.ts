import { createMemoryCorpus, fuseFields, type Matrix } from "@searchfit/hybrid-retrieval";
import { normalizeRows } from "@searchfit/onnx-embedder";
import type { Product } from "@searchfit/retrieval-dataset";
import type { SearchProducts } from "../search-products.ts";
import type { CorpusRanking } from "./create-corpus-search.ts";
import { fusedDepth, fuseWithWords, type WordRanking } from "./fuse-with-words.ts";

/** Products with their vectors. */
export interface CreateMemorySearchOptions {
  /** The products. */
  readonly products: readonly Product[];
  /** A row a product, of length 1; titles are needed where they are ranked by. */
  readonly vectors: { readonly content: Matrix; readonly title?: Matrix | undefined };
  /** Fingerprint of the model that made them. */
  readonly fingerprint: string;
  /** Which vectors products are ranked by. @default content vectors */
  readonly ranking?: Pick<CorpusRanking, "column" | "titleWeight">;
  /** Words that count, too. @default vectors alone */
  readonly words?: WordRanking | undefined;
}

/**
 * Search over products in memory, every one compared: the same rankings as `searchfit evaluate` makes
 * (its "title+content" is `fused` with `titleWeight` 0.5, its "hybrid" that with words of weight 0.2).
 *
 * @throws {RangeError} When a matrix has not a row for each product, or titles have no vectors.
 */
export function createMemorySearch(options: CreateMemorySearchOptions): SearchProducts {
  const { products, fingerprint, words } = options;
  const vectors = rankedVectors(options);
  if (vectors.rows !== products.length) {
    throw new RangeError(`Expected ${products.length} vectors, got ${vectors.rows}.`);
  }
  const docIds = products.map(({ id }) => id);
  const byId = new Map(products.map((product) => [product.id, product]));
  const corpus = createMemoryCorpus({ vectors, docIds, fingerprint });
  return async ({ vector, topK: limit, query }) => {
    const topK = Math.min(vectors.rows, words === undefined ? limit : fusedDepth);
    const { docs: near } = await corpus.search(normalizeRows(vector.slice(), vector.length), topK);
    const found = words === undefined ? near : fuseWithWords(near, words, query);
    const hits = found.slice(0, limit).map(({ docId: id, score }) => {
      const { title, description, category } = byId.get(id)!;
      return { id, title, description, category, score };
    });
    return { hits, fingerprint };
  };
}

function rankedVectors({ vectors, ranking = {} }: CreateMemorySearchOptions): Matrix {
  const { column = "content", titleWeight = 0.5 } = ranking;
  if (column === "content") return vectors.content;
  if (vectors.title === undefined) throw new RangeError("Expected vectors of titles, got none.");
  if (column === "title") return vectors.title;
  return fuseFields(vectors.title, vectors.content, titleWeight);
}
