import { join } from "node:path";
import { streamProducts as streamTable } from "@searchfit/pg-corpus";
import { streamProducts as streamFile, type Product } from "@searchfit/retrieval-dataset";
import { estimateCost, type CostEstimate } from "@searchfit/synthetic-queries";
import type { Environment } from "../settings/read-environment.ts";
import { sampleDataFolder } from "../settings/sample-data-folder.ts";
import type { Settings } from "../settings/settings.ts";
import { openServerOf, tableNames } from "../steps/open-database.ts";
import { parseSource } from "../steps/parse-source.ts";
import { priceTable, promptSettings } from "../steps/generate-settings.ts";
import { streamSourceFile } from "../steps/stream-source-file.ts";

/** Products whose prompts are built together. */
const batchSize = 1000;

/**
 * What it would cost to have queries written for every product of the settings' source. The products
 * are streamed: a catalogue of any size fits.
 *
 * @param folder Folder that relative paths start from.
 */
export async function estimateSource(
  settings: Settings,
  environment: Environment,
  folder: string,
): Promise<CostEstimate> {
  const { model, queriesPerProduct, batch: inBatches } = settings.generation;
  const prompt = await promptSettings(settings, folder);
  const prices = priceTable(settings);
  const estimate = (products: readonly Product[]) =>
    estimateCost({ products, model, queriesPerProduct, prompt, batch: inBatches, prices });
  let sum = estimate([]);
  let batch: Product[] = [];
  for await (const product of productsOf(settings, environment, folder)) {
    batch.push(product);
    if (batch.length < batchSize) continue;
    sum = add(sum, estimate(batch));
    batch = [];
  }
  return add(sum, estimate(batch));
}

async function* productsOf(
  settings: Settings,
  environment: Environment,
  folder: string,
): AsyncGenerator<Product> {
  const source = parseSource(settings.source, folder);
  if (source.kind === "file") {
    yield* streamSourceFile(source);
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
