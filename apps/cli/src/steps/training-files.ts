import { join } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import { formatTrecQrels } from "@searchfit/ir-metrics";
import {
  productText,
  queryId,
  readJsonLines,
  readTrainingPairs,
  writeJsonLines,
  type Product,
} from "@searchfit/retrieval-dataset";
import { readCatalogue } from "./catalogue.ts";
import { headPairs, type HeadQueriesScope } from "./head-pairs.ts";
import { negativesFile, type NegativesLine } from "./mine-negatives.ts";
import { readFamilies } from "./read-families.ts";
import { readRun, runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { writeTeacherFiles, type TeacherListFiles } from "./teacher-files.ts";
import { readQuerySet } from "./test-queries.ts";

/** Documents that dev is searched in, at most: the trainer embeds them after every epoch. */
const devCorpusSize = 2000;

/** Hard competitors of every dev query that are always in that corpus. */
const devCompetitors = 30;

/** Files that the trainer reads. */
export interface TrainingFiles {
  /** JSON lines: anchor, positive, negatives, kind, group, and weight where it is not 1. */
  readonly trainFile: string;
  /** What picks the epoch. */
  readonly dev: {
    readonly corpusFile: string;
    readonly queriesFile: string;
    readonly qrelsFile: string;
  };
  /** A teacher's rankings; undefined without one. */
  readonly teacher: TeacherListFiles | undefined;
  /** Training pairs, titles and head queries not counted. */
  readonly pairs: number;
  /** Head queries that train too. */
  readonly headQueries: number;
}

/**
 * Writes the trainer's input.
 *
 * Every pair trains the product's text; with `titles` its title as well, as a second positive in
 * batches of its own. Head queries train the product's text beside them. A group is a family of near-duplicates: no batch holds two of one group, so
 * none is taught to be a negative of its twin.
 */
export async function writeTrainingFiles(
  folder: string,
  workFolder: string,
  options: {
    readonly titles: boolean;
    readonly headQueries?: HeadQueriesScope | "none";
    readonly teacher?: boolean;
  },
): Promise<TrainingFiles> {
  const products = await readCatalogue(folder);
  const byId = new Map(products.map((product) => [product.id, product]));
  const families = await readFamilies(folder);
  const negatives = new Map(
    (await readJsonLines<NegativesLine>(join(folder, negativesFile))).map((line) => [
      line.query_id,
      line.negatives,
    ]),
  );
  const pairs = await readTrainingPairs(join(folder, splitFiles.train));
  const kinds = options.titles ? (["content", "title"] as const) : (["content"] as const);
  const rows = kinds.flatMap((kind) => {
    const textOf = (product: Product) =>
      kind === "content" ? productText(product) : product.title;
    return pairs.map((pair) => ({
      anchor: pair.query,
      positive: kind === "content" ? pair.positive : pair.title,
      negatives: (negatives.get(queryId(pair)) ?? []).flatMap((id) => {
        const product = byId.get(id);
        return product === undefined ? [] : [textOf(product)];
      }),
      kind,
      ...(pair.weight === undefined ? {} : { weight: pair.weight }),
      group: families.get(pair.product_id) ?? pair.product_id,
    }));
  });
  const { headQueries: scope = "none" } = options;
  const heads = scope === "none" ? [] : await headPairs({ folder, products, families, scope });
  const headRows = heads.map(({ query, product }) => ({
    anchor: query,
    positive: productText(product),
    negatives: [],
    kind: "content",
    group: families.get(product.id) ?? product.id,
  }));
  const trainFile = join(workFolder, "trainer", "train.jsonl");
  await writeFileDurably(trainFile, "");
  await writeJsonLines(trainFile, [...rows, ...headRows]);
  return {
    trainFile,
    dev: await writeDevFiles(folder, workFolder, products),
    teacher:
      options.teacher === true
        ? await writeTeacherFiles(folder, workFolder, { products, kinds })
        : undefined,
    pairs: pairs.length,
    headQueries: heads.length,
  };
}

async function writeDevFiles(
  folder: string,
  workFolder: string,
  products: readonly Product[],
): Promise<TrainingFiles["dev"]> {
  const place = join(workFolder, "trainer");
  const set = await readQuerySet(folder, "dev");
  const queries = set?.queries.map(({ _id, text }) => ({ _id, text })) ?? [];
  const chosen = new Set<string>();
  for (const grades of set?.qrels.values() ?? []) for (const id of grades.keys()) chosen.add(id);
  const run = await readRun(folder, runFile("baseline", "content", "dev"), "content");
  for (const ranking of run.rankings.values()) {
    for (const { docId } of ranking.slice(0, devCompetitors)) chosen.add(docId);
  }
  const others = products.filter((product) => !chosen.has(product.id));
  for (const id of spread(others, devCorpusSize - chosen.size)) chosen.add(id);
  const corpus = products
    .filter((product) => chosen.has(product.id))
    .map((product) => ({ _id: product.id, text: productText(product) }));
  const files = {
    corpusFile: join(place, "dev.corpus.jsonl"),
    queriesFile: join(place, "dev.queries.jsonl"),
    qrelsFile: join(place, "dev.qrels"),
  };
  await writeJsonLines(files.corpusFile, corpus);
  await writeJsonLines(files.queriesFile, queries);
  await writeFileDurably(files.qrelsFile, formatTrecQrels(set?.qrels ?? new Map()));
  return files;
}

/** So many ids, spread evenly over the products; none where the count is not above 0. */
function spread(products: readonly Product[], count: number): string[] {
  if (count <= 0) return [];
  const step = Math.max(1, products.length / count);
  const ids: string[] = [];
  for (let at = 0; at < products.length; at += step) {
    const product = products[Math.floor(at)];
    if (product !== undefined) ids.push(product.id);
  }
  return ids;
}
