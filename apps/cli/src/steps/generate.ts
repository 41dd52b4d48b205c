import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import { writeJsonArray, type Product, type TrainingPair } from "@searchfit/retrieval-dataset";
import {
  generateQueries,
  trainingPairs,
  type GenerationResult,
  type RoundTripOptions,
} from "@searchfit/synthetic-queries";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { CliError } from "../cli-error.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { openProvider, type OpenedProvider } from "./generate-provider.ts";
import { priceTable, promptSettings } from "./generate-settings.ts";
import { printGeneration, summaryOf } from "./generate-summary.ts";
import { indexProducts } from "./measure-model.ts";
import { parseQueriesSetting, type QueryWriter } from "./parse-queries-setting.ts";

export type { GenerationSummary } from "./generate-summary.ts";

/** File of the training pairs. */
export const pairsFile = "training_pairs.json";

/** File of what was paid. */
export const costFile = "cost.json";

/** What the gates took out, and what a person should look at. */
const removedFile = "removed_queries.json";

/** Every answer, append-only: it is never removed, so nothing is paid twice. */
const answersFile = "generation.jsonl";

/** Products between two lines of progress that stay on the screen. */
const progressEvery = 50;

/** Has queries written for the products. */
export const generate: ChainStep = {
  name: "generate",
  description: "Have an LLM write queries for the products, or replay recorded ones.",
  run: async (context) => {
    const { settings, experiment } = context;
    const writer = parseQueriesSetting(settings.queries, context.folder);
    const { concurrency: _, ...asked } = settings.generation;
    const { queriesPerProduct, freeHead, language, roundTrip } = asked;
    const outcome = await experiment.runStep(
      {
        name: "generate",
        version: 2,
        config: {
          writer: writer.kind,
          ...(writer.kind === "recorded"
            ? { queriesPerProduct, freeHead, language, roundTrip }
            : asked),
          ...("model" in writer ? { model: writer.model } : {}),
        },
        inputs: [productsFile, ...(writer.kind === "recorded" ? [writer.path] : [])],
        outputs: [pairsFile, costFile, removedFile],
        force: context.forced.has("generate"),
      },
      ({ workFolder }) => writePairs(context, writer, workFolder),
    );
    if (outcome.status === "done") printGeneration(outcome.summary, context.terminal);
    return outcome;
  },
};

async function writePairs(
  context: ChainContext,
  writer: QueryWriter,
  workFolder: string,
): Promise<Json> {
  const catalogue = await readCatalogue(context.experiment.folder);
  const opened = await openProvider(context, writer, catalogue);
  const result = await write(context, writer, { ...opened, catalogue });
  const pairs = trainingPairs(result.pairs, catalogue);
  requirePairs(pairs);
  await writeJsonArray(join(workFolder, pairsFile), pairs);
  const cost = { ...result.cost, stoppedByBudget: result.stoppedByBudget };
  await writeFileDurably(join(workFolder, costFile), `${JSON.stringify(cost, null, 2)}\n`);
  const { removedQueries: queries, suspicious } = result;
  const removed = { queries, suspicious };
  await writeFileDurably(join(workFolder, removedFile), `${JSON.stringify(removed, null, 1)}\n`);
  const { queriesPerProduct } = context.settings.generation;
  return summaryOf({ result, pairs, ...opened, queriesPerProduct }) as unknown as Json;
}

async function write(
  { experiment, settings, terminal, signal, folder }: ChainContext,
  writer: QueryWriter,
  { provider, products, catalogue }: OpenedProvider & { readonly catalogue: readonly Product[] },
): Promise<GenerationResult> {
  const { generation } = settings;
  const line = terminal.progress("queries for", "products");
  const result = await generateQueries({
    ...{ products, provider, signal },
    answersFile: join(experiment.folder, answersFile),
    queriesPerProduct: generation.queriesPerProduct,
    prompt: writer.kind === "recorded" ? {} : await promptSettings(settings, folder),
    ...(generation.freeHead === 0 ? {} : { freeHead: { perProduct: generation.freeHead } }),
    concurrency: generation.concurrency,
    ...(generation.maxCostUsd === null ? {} : { maxCostUsd: generation.maxCostUsd }),
    gates: { language: generation.language },
    ...roundTripOf(generation.roundTrip, catalogue),
    prices: priceTable(settings),
    onProgress: ({ done, total, pairs, costUsd }) => {
      const paid = writer.kind === "anthropic" && costUsd !== null;
      const spent = paid ? `, $${costUsd.toFixed(4)}` : "";
      if (writer.kind !== "recorded" && done % progressEvery === 0) {
        line.end(`Generated queries for ${done}/${total} products (${pairs} pairs so far)`);
      } else line.update({ done, total, extra: `${pairs} pairs so far${spent}` });
    },
  });
  line.end();
  return result;
}

/** BM25 over the whole catalogue stands for the present search: it needs no model. */
function roundTripOf(
  { top, action }: ChainContext["settings"]["generation"]["roundTrip"],
  catalogue: readonly Product[],
): { readonly roundTrip?: RoundTripOptions } {
  if (action === "off") return {};
  const rank: RoundTripOptions["rank"] = async (queries) => {
    const index = indexProducts(catalogue);
    return queries.map(({ text, productId }) => {
      const place = index.search(text, top).findIndex(({ docId }) => docId === productId);
      return place < 0 ? null : place + 1;
    });
  };
  return { roundTrip: { rank, top, action } };
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
