import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import { stripControl } from "@searchfit/report-md";
import { writeJsonArray, type Product, type TrainingPair } from "@searchfit/retrieval-dataset";
import {
  createAnthropicProvider,
  createRecordedProvider,
  generateQueries,
  QUERY_STYLES,
  trainingPairs,
  type GenerationResult,
  type QueryProvider,
} from "@searchfit/synthetic-queries";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { CliError } from "../cli-error.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { parseQueriesSetting, type QueryWriter } from "./parse-queries-setting.ts";

/** File of the training pairs. */
export const pairsFile = "training_pairs.json";

/** File of what was paid. */
export const costFile = "cost.json";

/** Every answer, append-only: it is never removed, so nothing is paid twice. */
const answersFile = "generation.jsonl";

/** Products between two lines of progress that stay on the screen. */
const progressEvery = 50;

/** Figures that the step keeps of itself. */
export interface GenerationSummary {
  readonly provider: string;
  readonly model: string;
  readonly promptVersion: number | null;
  readonly products: number;
  readonly queriesPerProduct: number;
  readonly styles: readonly string[];
  readonly pairs: number;
  readonly removed: Readonly<Record<string, number>>;
  readonly skipped: readonly { productId: string; reason: string }[];
  readonly costUsd: number | null;
  readonly samples: readonly { query: string; positive: string }[];
}

/** Has queries written for the products. */
export const generate: ChainStep = {
  name: "generate",
  description: "Have an LLM write queries for the products, or replay recorded ones.",
  run: async (context) => {
    const { settings, experiment } = context;
    const writer = parseQueriesSetting(settings.queries, context.folder);
    const { queriesPerProduct, model, maxCostUsd } = settings.generation;
    const outcome = await experiment.runStep(
      {
        name: "generate",
        version: 1,
        config: {
          writer: writer.kind,
          queriesPerProduct,
          ...(writer.kind === "anthropic" ? { model, maxCostUsd } : {}),
        },
        inputs: [productsFile, ...(writer.kind === "recorded" ? [writer.path] : [])],
        outputs: [pairsFile, costFile],
        force: context.forced.has("generate"),
      },
      ({ workFolder }) => writePairs(context, writer, workFolder),
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

async function writePairs(
  context: ChainContext,
  writer: QueryWriter,
  workFolder: string,
): Promise<Json> {
  const { experiment, settings, terminal, signal } = context;
  const catalogue = await readCatalogue(experiment.folder);
  const { provider, products } = await openProvider(context, writer, catalogue);
  const line = terminal.progress("queries for", "products");
  const { queriesPerProduct, concurrency, maxCostUsd } = settings.generation;
  const result = await generateQueries({
    products,
    provider,
    answersFile: join(experiment.folder, answersFile),
    queriesPerProduct,
    concurrency,
    ...(maxCostUsd === null ? {} : { maxCostUsd }),
    signal,
    onProgress: ({ done, total, pairs }) => {
      if (writer.kind === "anthropic" && done % progressEvery === 0) {
        line.end(`Generated queries for ${done}/${total} products (${pairs} pairs so far)`);
      } else line.update({ done, total, extra: `${pairs} pairs so far` });
    },
  });
  line.end();
  const pairs = trainingPairs(result.pairs, catalogue);
  requirePairs(pairs);
  await writeJsonArray(join(workFolder, pairsFile), pairs);
  const cost = { ...result.cost, stoppedByBudget: result.stoppedByBudget };
  await writeFileDurably(join(workFolder, costFile), `${JSON.stringify(cost, null, 2)}\n`);
  const summary = summaryOf({ result, pairs, provider, products, queriesPerProduct });
  return summary as unknown as Json;
}

async function openProvider(
  { settings, environment, terminal }: ChainContext,
  writer: QueryWriter,
  catalogue: readonly Product[],
): Promise<{ provider: QueryProvider; products: readonly Product[] }> {
  if (writer.kind === "anthropic") {
    const apiKey = environment.ANTHROPIC_API_KEY ?? "";
    const baseUrl = environment.ANTHROPIC_BASE_URL;
    const { model } = settings.generation;
    const options = { apiKey, model, ...(baseUrl === undefined ? {} : { baseUrl }) };
    return { provider: createAnthropicProvider(options), products: catalogue };
  }
  const provider = await createRecordedProvider({ file: writer.path });
  refuseUnknownProducts(provider.unknownProducts(catalogue.map(({ id }) => id)), writer.path);
  const recorded = new Set(provider.productIds);
  const products = catalogue.filter(({ id }) => recorded.has(id));
  if (products.length < catalogue.length) {
    terminal.note(
      `  recorded queries are there for ${products.length} of ${catalogue.length} products`,
    );
  }
  return { provider, products };
}

/** @throws {CliError} `UNKNOWN_PRODUCTS`: recorded queries of another catalogue teach nothing. */
function refuseUnknownProducts(unknown: readonly string[], file: string): void {
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 10).join(", ");
  throw new CliError(
    "UNKNOWN_PRODUCTS",
    `${file} has queries for ${unknown.length} products that the catalogue does not have: ${shown}${unknown.length > 10 ? ", …" : ""}.`,
    {
      hint: "Are the recorded queries from another catalogue? Remove those lines, or give the catalogue that they belong to.",
      details: unknown.slice(0, 20),
    },
  );
}

function requirePairs(pairs: readonly TrainingPair[]): void {
  if (pairs.length > 0) return;
  throw new CliError(
    "TOO_FEW_PRODUCTS",
    "No query is left after the quality gates: there is nothing to train on.",
    {
      hint: "Look at generation.jsonl: did the model answer with queries?",
    },
  );
}

interface SummarySources {
  readonly result: GenerationResult;
  readonly pairs: readonly TrainingPair[];
  readonly provider: QueryProvider;
  readonly products: readonly Product[];
  readonly queriesPerProduct: number;
}

function summaryOf(sources: SummarySources): GenerationSummary {
  const { result, pairs, provider, products, queriesPerProduct } = sources;
  const recorded = provider.name === "recorded";
  const step = Math.max(1, Math.floor(pairs.length / 5));
  return {
    provider: provider.name,
    model: provider.model,
    promptVersion: recorded ? null : (result.pairs[0]?.promptVersion ?? null),
    products: products.length,
    queriesPerProduct,
    styles: [...QUERY_STYLES],
    pairs: pairs.length,
    removed: result.removed,
    skipped: result.skipped.map(({ productId, reason }) => ({ productId, reason })),
    costUsd: result.cost.usd,
    samples: pairs
      .filter((_, index) => index % step === 0)
      .slice(0, 5)
      .map(({ query, positive }) => ({ query, positive: positive.slice(0, 80) })),
  };
}

function print(summary: Json, { terminal }: ChainContext): void {
  const facts = summary as unknown as GenerationSummary;
  const removed = Object.entries(facts.removed).map(([gate, count]) => `${gate} ${count}`);
  terminal.note(`  ${facts.pairs} pairs of ${facts.products} products`);
  terminal.note(`  removed by the quality gates: ${removed.join(", ") || "none"}`);
  if (facts.skipped.length > 0) {
    const shown = facts.skipped
      .slice(0, 5)
      .map(({ productId, reason }) => `${productId} (${reason})`);
    terminal.warn(
      `  ${facts.skipped.length} products without queries: ${shown.join(", ")}${facts.skipped.length > 5 ? ", …" : ""}`,
    );
  }
  terminal.note(
    `  cost: ${facts.costUsd === null ? "price of the model not known" : `$${facts.costUsd.toFixed(4)}`}`,
  );
  for (const { query, positive } of facts.samples) {
    terminal.note("    " + stripControl(`"${query}" → ${positive}`));
  }
}
