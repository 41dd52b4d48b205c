import { join } from "node:path";
import type { Product } from "@searchfit/retrieval-dataset";
import {
  createRecordedProvider,
  paraphraseQueries,
  type GenerationResult,
  type ParaphraseResult,
  type QueryProvider,
} from "@searchfit/synthetic-queries";
import { CliError } from "../cli-error.ts";
import type { ChainContext } from "../chain/chain-context.ts";
import { languageModel } from "./generate-provider.ts";
import { answersFile, priceTable, roundTripOf } from "./generate-settings.ts";
import { parseQueriesSetting } from "./parse-queries-setting.ts";

/**
 * Has the queries said in other words, where the settings ask for it; made head queries are not.
 *
 * @param written What was written; what it cost counts against the budget.
 */
export async function paraphrase(
  context: ChainContext,
  written: GenerationResult,
  catalogue: readonly Product[],
): Promise<ParaphraseResult | null> {
  const { settings, experiment, terminal, signal } = context;
  const { paraphrases: count, concurrency, maxCostUsd, language, roundTrip } = settings.generation;
  if (count === 0 || written.stoppedByBudget) return null;
  const line = terminal.progress("paraphrases for", "products");
  const result = await paraphraseQueries({
    ...{ count, concurrency, signal },
    queries: written.pairs.filter(({ promptVersion }) => promptVersion > 0),
    products: catalogue,
    provider: await paraphraser(context),
    answersFile: join(experiment.folder, answersFile),
    ...(maxCostUsd === null
      ? {}
      : { maxCostUsd: Math.max(0, maxCostUsd - (written.cost.usd ?? 0)) }),
    gates: { language },
    ...roundTripOf(roundTrip, catalogue),
    prices: priceTable(settings),
    onProgress: ({ done, total, pairs }) =>
      line.update({ done, total, extra: `${pairs} paraphrases so far` }),
  });
  line.end();
  return result;
}

async function paraphraser({
  settings,
  environment,
  folder,
}: ChainContext): Promise<QueryProvider> {
  const who = settings.generation.paraphraser ?? settings.queries;
  const writer = parseQueriesSetting(who, folder);
  if (writer.kind === "rules")
    throw new CliError("INVALID_SOURCE", "Rules cannot say a query in other words.", {
      hint: "Set generation.paraphraser to anthropic, openai:MODEL, ollama:MODEL or recorded:FILE, or generation.paraphrases to 0.",
    });
  return writer.kind === "recorded"
    ? await createRecordedProvider({ file: writer.path })
    : languageModel(writer, settings, environment);
}
