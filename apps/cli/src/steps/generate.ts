import { join, resolve } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import { writeJsonArray, type Product, type TrainingPair } from "@searchfit/retrieval-dataset";
import {
  generateQueries,
  trainingPairs,
  type GenerationResult,
  type ParaphraseResult,
} from "@searchfit/synthetic-queries";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { CliError } from "../cli-error.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { openProvider, type OpenedProvider } from "./generate-provider.ts";
import { answersFile, priceTable, promptSettings, roundTripOf } from "./generate-settings.ts";
import { printGeneration, summaryOf } from "./generate-summary.ts";
import { paraphrase } from "./paraphrase.ts";
import { parseQueriesSetting, type QueryWriter } from "./parse-queries-setting.ts";
import { readJudged } from "./read-judged.ts";

export type { GenerationSummary } from "./generate-summary.ts";

/** File of the training pairs. */
export const pairsFile = "training_pairs.json";

/** File of what was paid. */
const costFile = "cost.json";

/** What the gates took out, and what a person should look at. */
const removedFile = "removed_queries.json";

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
    const { queriesPerProduct, language, roundTrip, paraphrases, paraphraser } = asked;
    const others = paraphraser === null ? [] : [parseQueriesSetting(paraphraser, context.folder)];
    const files = [writer, ...others].flatMap((one) => ("path" in one ? [one.path] : []));
    const { examples } = settings.generation;
    if (examples !== null && !isOffline(writer)) files.push(resolve(context.folder, examples));
    const outcome = await experiment.runStep(
      {
        name: "generate",
        version: 4,
        config: {
          writer: writer.kind,
          ...(isOffline(writer) && paraphrases === 0
            ? { queriesPerProduct, language, roundTrip }
            : asked),
          ...("model" in writer ? { model: writer.model } : {}),
        },
        inputs: [productsFile, ...new Set(files)],
        outputs: [pairsFile, costFile, removedFile],
        force: context.forced.has("generate"),
      },
      ({ workFolder }) => writePairs(context, writer, workFolder),
    );
    if (outcome.status === "done") printGeneration(outcome.summary, context.terminal);
    return outcome;
  },
};

async function checkJudged(
  { settings, folder }: ChainContext,
  catalogue: readonly Product[],
): Promise<void> {
  if (settings.judged === null) return;
  await readJudged(resolve(folder, settings.judged), new Set(catalogue.map(({ id }) => id)));
}

async function writePairs(
  context: ChainContext,
  writer: QueryWriter,
  workFolder: string,
): Promise<Json> {
  const catalogue = await readCatalogue(context.experiment.folder);
  await checkJudged(context, catalogue); // what is wrong there is told before an answer is paid
  const opened = await openProvider(context, writer, catalogue);
  const result = await write(context, writer, { ...opened, catalogue });
  const paraphrased = await paraphrase(context, result, catalogue);
  const pairs = trainingPairs([...result.pairs, ...(paraphrased?.pairs ?? [])], catalogue);
  requirePairs(pairs);
  await writeJsonArray(join(workFolder, pairsFile), pairs);
  await writeJson(join(workFolder, costFile), costOf(result, paraphrased));
  const queries = [...result.removedQueries, ...(paraphrased?.removedQueries ?? [])];
  const removed = { queries, suspicious: result.suspicious };
  await writeJson(join(workFolder, removedFile), removed);
  const { queriesPerProduct } = context.settings.generation;
  const sources = { result, paraphrased, pairs, ...opened, queriesPerProduct };
  return summaryOf(sources) as unknown as Json;
}

/** Whether no model is asked, so that a prompt and its settings decide nothing. */
function isOffline({ kind }: QueryWriter): boolean {
  return kind === "recorded" || kind === "rules";
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFileDurably(file, `${JSON.stringify(value, null, 1)}\n`);
}

function costOf(result: GenerationResult, paraphrased: ParaphraseResult | null): object {
  const bill = ({
    cost,
    unansweredRequests,
    stoppedByBudget,
  }: typeof result | ParaphraseResult) => ({
    ...{ ...cost, unansweredRequests, stoppedByBudget },
  });
  return { ...bill(result), ...(paraphrased && { paraphrases: bill(paraphrased) }) };
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
    prompt: isOffline(writer) ? {} : await promptSettings(settings, folder),
    concurrency: generation.concurrency,
    ...(generation.maxCostUsd === null ? {} : { maxCostUsd: generation.maxCostUsd }),
    gates: { language: generation.language },
    ...roundTripOf(generation.roundTrip, catalogue),
    prices: priceTable(settings),
    onProgress: ({ done, total, pairs, costUsd }) => {
      const paid = writer.kind === "anthropic" && costUsd !== null;
      const spent = paid ? `, $${costUsd.toFixed(4)}` : "";
      if (!isOffline(writer) && done % progressEvery === 0) {
        line.end(`Generated queries for ${done}/${total} products (${pairs} pairs so far)`);
      } else line.update({ done, total, extra: `${pairs} pairs so far${spent}` });
    },
  });
  line.end();
  return result;
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
