import { join } from "node:path";
import { queryWording, readTrainingPairs, type Product } from "@searchfit/retrieval-dataset";
import { headQueries } from "@searchfit/synthetic-queries";
import { readHeldOutProducts } from "./read-held-out-products.ts";
import { splitFiles } from "./split-files.ts";
import { readQuerySet } from "./test-queries.ts";

/** Which products head queries are made for: those that have training pairs, or all that do not judge. */
export type HeadQueriesScope = "trained" | "catalogue";

/** A head query and a product that it is made of. */
export interface HeadPair {
  /** One kind of thing, such as "rice cooker". */
  readonly query: string;
  /** A product of that kind; other products may have the same query. */
  readonly product: Product;
}

/** What head queries are made of. */
export interface HeadPairsSources {
  /** The experiment's folder, after `split`. */
  readonly folder: string;
  /** The catalogue. */
  readonly products: readonly Product[];
  /** Product → family of near-duplicates. */
  readonly families: ReadonlyMap<string, string>;
  /** Which products. */
  readonly scope: HeadQueriesScope;
}

/**
 * Head queries for training only, made of titles for free: short queries are what most people type and
 * what language models seldom write.
 *
 * Nothing of a product on the side of dev or test is looked at, whether it has queries or not, and a
 * query that judges anywhere is left out. Unlike written queries, one may belong to many products; no
 * batch holds it twice.
 */
export async function headPairs(sources: HeadPairsSources): Promise<readonly HeadPair[]> {
  const { folder, products, families, scope } = sources;
  const groupOf = (productId: string) => families.get(productId) ?? productId;
  const heldOut = await readHeldOutProducts(folder);
  const judging = await judgingWordings(folder);
  const pairs = await readTrainingPairs(join(folder, splitFiles.train));
  const trained = new Set(pairs.map((pair) => groupOf(pair.product_id)));
  const allowed = products.filter(({ id }) => !heldOut.has(id));
  const wanted = allowed.filter(({ id }) => scope === "catalogue" || trained.has(groupOf(id)));
  const byId = new Map(wanted.map((product) => [product.id, product]));
  return headQueries(allowed, { categories: false }).flatMap(({ productId, text }) => {
    const product = byId.get(productId);
    const judges = judging.has(queryWording(text));
    return product === undefined || judges ? [] : [{ query: text, product }];
  });
}

/** Every query that judges. */
async function judgingWordings(folder: string): Promise<ReadonlySet<string>> {
  const wordings = new Set<string>();
  for (const name of ["dev", "newProducts", "knownProducts", "judged"] as const) {
    const set = await readQuerySet(folder, name);
    for (const { text } of set?.queries ?? []) wordings.add(queryWording(text));
  }
  return wordings;
}
