import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  createBm25Index,
  fuseFields,
  searchExact,
  weightedFusion,
  type Bm25Index,
  type Matrix,
} from "@searchfit/hybrid-retrieval";
import { evaluateRun, parseTrecQrels, type Qrels, type Run } from "@searchfit/ir-metrics";
import { createEmbedder, readEmbeddings, type Embedder } from "@searchfit/onnx-embedder";
import {
  productText,
  readJsonLines,
  readProducts,
  type Product,
} from "@searchfit/retrieval-dataset";

const metric = "ndcg@10";
const topK = 100;
const titleWeights = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
const lexicalWeights = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** NDCG@10 of one set of queries by the three ways to rank. */
export interface Figures {
  /** By content vectors alone. */
  readonly content: number;
  /** By the title and content vectors' weighted mean. */
  readonly fused: number;
  /** That with BM25. */
  readonly hybrid: number;
}

/** What an experiment's tuned model reaches. */
export interface RecipeFigures {
  /** Weights that dev chose. */
  readonly weights: { readonly title: number; readonly lexical: number };
  /** Set of queries (`dev`, `judged`, `newProducts`, `knownProducts`, `elsewhere`) → figures. */
  readonly sets: ReadonlyMap<string, Figures>;
}

interface Catalogue {
  readonly ids: readonly string[];
  readonly title: Matrix;
  readonly content: Matrix;
}

interface Asked {
  readonly ids: readonly string[];
  readonly vectors: Matrix;
  readonly lexical: Run;
  readonly qrels: Qrels;
}

/**
 * Ranks the whole catalogue of a finished experiment by its tuned model for every set of queries,
 * with the weights of title and BM25 that are best on dev.
 *
 * @param folder Experiment folder of `searchfit train`.
 * @param more `elsewhere`: another one, whose judged queries the model searches, too.
 */
export async function recipeFigures(
  folder: string,
  { elsewhere }: { readonly elsewhere?: string | undefined } = {},
): Promise<RecipeFigures> {
  const products = await readProducts(join(folder, "products.json"));
  const ids = products.map(({ id }) => id);
  const bm25 = indexWords(products);
  const title = await readEmbeddings(join(folder, "finetuned_title.f32"));
  const content = await readEmbeddings(join(folder, "finetuned_content.f32"));
  const catalogue = { ids, title, content };
  const embedder = await createEmbedder({ folder: join(folder, "model") });
  try {
    const dev = await readAsked(folder, "dev", { embedder, bm25 });
    const weights = await chooseWeights(catalogue, dev);
    const sets = new Map<string, Figures>();
    for (const name of ["dev", "judged", "newProducts", "knownProducts"]) {
      const asked = await readAsked(folder, name, { embedder, bm25 });
      if (asked.ids.length > 0) sets.set(name, await figuresOf(catalogue, asked, weights));
    }
    if (elsewhere !== undefined)
      sets.set("elsewhere", await figuresElsewhere(elsewhere, embedder, weights));
    return { weights, sets };
  } finally {
    await embedder.close();
  }
}

const indexWords = (products: readonly Product[]) =>
  createBm25Index({
    documents: products.map((product) => ({ id: product.id, text: productText(product) })),
  });

/** The model in a shop that it was not trained on, by that shop's judged queries. */
async function figuresElsewhere(
  folder: string,
  embedder: Embedder,
  weights: RecipeFigures["weights"],
): Promise<Figures> {
  const products = await readProducts(join(folder, "products.json"));
  const title = await embedder.embedDocuments(products.map((product) => product.title));
  const content = await embedder.embedDocuments(products.map((product) => productText(product)));
  const asked = await readAsked(folder, "judged", { embedder, bm25: indexWords(products) });
  return figuresOf({ ids: products.map(({ id }) => id), title, content }, asked, weights);
}

async function figuresOf(
  catalogue: Catalogue,
  asked: Asked,
  weights: RecipeFigures["weights"],
): Promise<Figures> {
  const fused = await rank(catalogue, asked, weights.title);
  return {
    content: score(await rank(catalogue, asked, 0), asked),
    fused: score(fused, asked),
    hybrid: score(withBm25(fused, asked, weights.lexical), asked),
  };
}

async function chooseWeights(catalogue: Catalogue, dev: Asked): Promise<RecipeFigures["weights"]> {
  const title = await best(titleWeights, async (weight) =>
    score(await rank(catalogue, dev, weight), dev),
  );
  const fused = await rank(catalogue, dev, title);
  const lexical = await best(lexicalWeights, (weight) => score(withBm25(fused, dev, weight), dev));
  return { title, lexical };
}

/** The first of the values with the highest figure. */
async function best(
  values: readonly number[],
  figureOf: (value: number) => number | Promise<number>,
): Promise<number> {
  const figures: number[] = [];
  for (const value of values) figures.push(await figureOf(value));
  return values[figures.indexOf(Math.max(...figures))] ?? 0;
}

async function readAsked(
  folder: string,
  name: string,
  { embedder, bm25 }: { readonly embedder: Embedder; readonly bm25: Bm25Index },
): Promise<Asked> {
  const file = join(folder, "tests", name);
  const text = await readFile(`${file}.qrels`, "utf8").catch(() => "");
  const queries =
    text === "" ? [] : await readJsonLines<{ _id: string; text: string }>(`${file}.queries.jsonl`);
  return {
    ids: queries.map(({ _id }) => _id),
    vectors: await embedder.embedQueries(queries.map((query) => query.text)),
    lexical: bm25.searchMany(new Map(queries.map((query) => [query._id, query.text])), topK),
    qrels: parseTrecQrels(text),
  };
}

async function rank(
  { ids, title, content }: Catalogue,
  asked: Asked,
  weight: number,
): Promise<Run> {
  const documents = weight === 0 ? content : fuseFields(title, content, weight);
  return searchExact({
    queries: asked.vectors,
    documents,
    queryIds: asked.ids,
    docIds: ids,
    topK: Math.min(topK, documents.rows),
    name: "dense",
  });
}

const withBm25 = (run: Run, asked: Asked, weight: number): Run =>
  weightedFusion([run, asked.lexical], [1 - weight, weight], { topK, name: "hybrid" });

const score = (run: Run, { qrels }: Asked): number =>
  evaluateRun(run, qrels, { metrics: [metric] }).means[metric] ?? Number.NaN;
