import type { ReportData } from "../data/report-data.ts";
import type { TrainingFacts } from "../data/training-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { formatLearningRate } from "../text/format-learning-rate.ts";
import { formatNumber } from "../text/format-number.ts";
import { counted, given, joined, labelledBullets } from "./bullets.ts";
import { placeholder } from "./placeholder.ts";
import { hardwareWords } from "./system-context.ts";

/** Loss, epochs, rates, machine and time of the training. */
export function fineTuningConfiguration(data: ReportData): string {
  const { training } = data;
  if (training === undefined) return placeholder("fine-tune");
  const hardware = joined([
    given(training.device, (device) => escapeMarkdown(device).toUpperCase()),
    hardwareWords(data.system?.hardware),
  ]);
  return labelledBullets([
    ["Loss", escapeMarkdown(training.loss)],
    ["Epochs", epochWords(training)],
    ["Batch size", formatCount(training.batchSize)],
    ["Learning rate", learningRateWords(training)],
    ["Training pairs", given(training.pairs, formatCount)],
    ["Hard negatives", hardNegativeWords(training)],
    ["Parameters", parameterWords(training)],
    ["Seed", given(training.seed, String)],
    ["Precision", given(training.precision, escapeMarkdown)],
    ["Hardware", hardware === "" ? undefined : hardware],
    ["Training time", timeWords(training)],
  ]);
}

function epochWords({ epochs, bestEpoch, beatsBase }: TrainingFacts): string {
  const best = given(bestEpoch, (epoch) => ` (epoch ${epoch} kept, the best on dev)`) ?? "";
  const warning =
    beatsBase === false ? "; **no epoch was better than the untrained base on dev**" : "";
  return `${epochs}${best}${warning}`;
}

function learningRateWords({ learningRate, warmupShare, schedule }: TrainingFacts): string {
  const warmup = given(warmupShare, (share) => ` with ${formatCount(share * 100)}% warmup`) ?? "";
  const course = given(schedule, (name) => `, ${escapeMarkdown(name)} schedule`) ?? "";
  return `${formatLearningRate(learningRate)}${warmup}${course}`;
}

function hardNegativeWords({ hardNegatives }: TrainingFacts): string | undefined {
  if (hardNegatives === undefined) return "none, only in-batch negatives";
  const excluded = counted(hardNegatives.excluded ?? {}, escapeMarkdown, formatCount);
  const guards = excluded === "" ? "" : `; left out by guards: ${excluded}`;
  return `${formatCount(hardNegatives.negatives)} for ${formatCount(hardNegatives.queries)} queries${guards}`;
}

function parameterWords({ parameters, trainableParameters }: TrainingFacts): string | undefined {
  if (parameters === undefined) return undefined;
  if (trainableParameters === undefined) return formatCount(parameters);
  const share = formatNumber((trainableParameters / parameters) * 100, 1);
  return `${formatCount(parameters)}, of which ${formatCount(trainableParameters)} (${share}%) were trained`;
}

function timeWords({ seconds, steps }: TrainingFacts): string | undefined {
  const words = joined([
    given(seconds, formatDuration),
    given(steps, (count) => `${formatCount(count)} steps`),
  ]);
  return words === "" ? undefined : words;
}
