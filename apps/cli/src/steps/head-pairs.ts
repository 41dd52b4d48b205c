import { join } from "node:path";
import { queryWording, readTrainingPairs, type Product } from "@searchfit/retrieval-dataset";
import { headQueries } from "@searchfit/synthetic-queries";
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
 * Nothing of a product that judges (dev, new products, their near-duplicates) is looked at, and a query
 * that judges anywhere is left out. Unlike written queries, one may belong to many products; no
 * batch holds it twice.
 */
export async function headPairs(sources: HeadPairsSources): Promise<readonly HeadPair[]> {
  const { folder, products, families, scope } = sources;
  const groupOf = (productId: string) => families.get(productId) ?? productId;
  const judging = await judgingSides(folder, groupOf);
  const trained = await groupsOf(folder, "train", groupOf);
  const allowed = products.filter(({ id }) => !judging.groups.has(groupOf(id)));
  const wanted = allowed.filter(({ id }) => scope === "catalogue" || trained.has(groupOf(id)));
  const byId = new Map(wanted.map((product) => [product.id, product]));
  return headQueries(allowed, { categories: false }).flatMap(({ productId, text }) => {
    const product = byId.get(productId);
    const judges = judging.wordings.has(queryWording(text));
    return product === undefined || judges ? [] : [{ query: text, product }];
  });
}

type GroupOf = (productId: string) => string;

async function groupsOf(
  folder: string,
  side: "train" | "dev" | "test",
  groupOf: GroupOf,
): Promise<ReadonlySet<string>> {
  const pairs = await readTrainingPairs(join(folder, splitFiles[side]));
  return new Set(pairs.map((pair) => groupOf(pair.product_id)));
}

/** Families that judge, and every query that does. */
async function judgingSides(folder: string, groupOf: GroupOf) {
  const groups = new Set<string>();
  for (const side of ["dev", "test"] as const)
    for (const group of await groupsOf(folder, side, groupOf)) groups.add(group);
  const wordings = new Set<string>();
  for (const name of ["dev", "newProducts", "knownProducts", "judged"] as const) {
    const set = await readQuerySet(folder, name);
    for (const { text } of set?.queries ?? []) wordings.add(queryWording(text));
  }
  return { groups, wordings };
}
