import { join } from "node:path";
import { streamProducts as streamTable } from "@searchfit/pg-corpus";
import { streamProducts as streamFile, type Product } from "@searchfit/retrieval-dataset";
import {
  estimateCost,
  measureTokens,
  type CostEstimate,
  type EstimateCostOptions,
  type QueryProvider,
} from "@searchfit/synthetic-queries";
import type { Environment } from "../settings/read-environment.ts";
import { sampleDataFolder } from "../settings/sample-data-folder.ts";
import type { Settings } from "../settings/settings.ts";
import { openServerOf, tableNames } from "../steps/open-database.ts";
import { parseSource } from "../steps/parse-source.ts";
import { priceTable, promptSettings } from "../steps/generate-settings.ts";
import { streamSourceFile } from "../steps/stream-source-file.ts";

/** Products whose prompts are built together. */
const batchSize = 1000;

/** Products of which the tokens are counted. */
const counted = 20;

/**
 * What it would cost to have queries written for every product of the settings' source. The products
 * are streamed: a catalogue of any size fits.
 *
 * @param charactersPerToken How the model's tokenizer cuts these texts; by default a rule of thumb.
 */
export async function estimateSource(
  source: EstimatedSource,
  charactersPerToken?: number,
): Promise<CostEstimate> {
  const options = await estimateOptions(source);
  const countTokens = (text: string): number => Math.ceil(text.length / (charactersPerToken ?? 1));
  const estimate = (products: readonly Product[]) =>
    estimateCost({
      ...{ ...options, products },
      ...(charactersPerToken === undefined ? {} : { countTokens }),
    });
  let sum = estimate([]);
  let batch: Product[] = [];
  for await (const product of productsOf(source)) {
    batch.push(product);
    if (batch.length < batchSize) continue;
    sum = add(sum, estimate(batch));
    batch = [];
  }
  return add(sum, estimate(batch));
}

/** Whose products are counted, and by which settings. */
export interface EstimatedSource {
  readonly settings: Settings;
  readonly environment: Environment;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/**
 * Characters a token by the provider's own counting endpoint, on products spread over the source.
 *
 * @param total Products of the source.
 * @returns `undefined` when the provider cannot count.
 */
export async function countSource(
  source: EstimatedSource,
  provider: QueryProvider,
  total: number,
): Promise<number | undefined> {
  const step = Math.max(1, Math.floor(total / counted));
  const products: Product[] = [];
  let index = 0;
  for await (const product of productsOf(source)) {
    if (index % step === 0) products.push(product);
    index += 1;
  }
  return await measureTokens(provider, { ...(await estimateOptions(source)), products });
}

async function estimateOptions({
  settings,
  folder,
}: EstimatedSource): Promise<Omit<EstimateCostOptions, "products">> {
  const { model, queriesPerProduct, batch, paraphrases, paraphraser } = settings.generation;
  return {
    ...{ model, queriesPerProduct, batch },
    paraphrases: paraphraser === null || paraphraser === "anthropic" ? paraphrases : 0,
    prompt: await promptSettings(settings, folder),
    prices: priceTable(settings),
  };
}

async function* productsOf({
  settings,
  environment,
  folder,
}: EstimatedSource): AsyncGenerator<Product> {
  const source = parseSource(settings.source, folder);
  if (source.kind === "file") {
    yield* streamSourceFile(source, {
      textTemplate: settings.textTemplate,
      columns: settings.columns,
      html: settings.html,
    });
  } else if (source.kind === "embedded") {
    yield* streamFile(join(sampleDataFolder(), "products.jsonl"));
  } else {
    const database = await openServerOf(environment);
    try {
      yield* streamTable(database, { table: tableNames(settings) });
    } finally {
      await database.close();
    }
  }
}

function add(a: CostEstimate, b: CostEstimate): CostEstimate {
  return {
    products: a.products + b.products,
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
    priceDate: a.priceDate,
  };
}
