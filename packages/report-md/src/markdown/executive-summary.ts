import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatPercent } from "../text/format-percent.ts";
import { formatSigned } from "../text/format-signed.ts";
import { formatInterval } from "../text/format-interval.ts";
import { confidenceWords, pWords } from "../verdict/difference-words.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import type { HeadlineTest } from "../verdict/headline-test.ts";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { lexicalResult } from "../verdict/lexical-result.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { switchAdvice } from "../verdict/switch-advice.ts";
import { queryKinds } from "../verdict/test-titles.ts";
import { whyNoHeadline } from "../verdict/why-no-headline.ts";
import { code } from "./code.ts";
import { placeholder } from "./placeholder.ts";

const adviceWords = {
  switch: "The figures support switching to the tuned model.",
  trial: "Worth a trial beside the base model, not a switch yet.",
  keep: "Keep the base model.",
  unknown: "No advice yet.",
} as const;

/** One paragraph: what to do, the gain, its evidence. */
export function executiveSummary(data: ReportData): string {
  const headline = headlineTest(data);
  const what = whatWasDone(data);
  if (headline === undefined)
    return joinSentences([what, whyNoHeadline(data) ?? placeholder("evaluate", "compare")]);
  const { advice, reasons } = switchAdvice(data);
  return joinSentences([
    `**${adviceWords[advice]}** ${reasons.map(escapeMarkdown).join(" ")}`,
    what,
    whatWasFound(data, headline),
    whatShoppersSee(headline),
    whatWordsDo(data, headline),
    headline.synthetic
      ? "There are no judged queries; these queries are synthetic, which is weaker proof."
      : undefined,
  ]);
}

function whatWasDone(data: ReportData): string | undefined {
  if (data.training === undefined) return undefined;
  const base = data.system?.baseModel?.name;
  const model = base === undefined ? "the base model" : `the ${code(base)} embedding model`;
  const pairs = data.training.pairs ?? data.split?.pairs.train;
  const count = pairs === undefined ? "synthetic" : `${formatCount(pairs)} synthetic`;
  const by = whoWrote(data.generation);
  return `Fine-tuned ${model} on ${count} (query, product) pairs${by}.`;
}

function whoWrote(generation: ReportData["generation"]): string {
  if (generation === undefined) return "";
  if (generation.ruleMade === true) return ", put together by rule from the products' own words";
  if (generation.recorded === true && generation.model === undefined) {
    return ", replayed from a recording";
  }
  return ` written by ${escapeMarkdown(generation.model ?? generation.provider)}`;
}

function whatWasFound(data: ReportData, { name, comparison, metric }: HeadlineTest): string {
  const label = primaryLabel(data);
  const verdict = judgeDifference(metric, data.confidence);
  const on = `On ${formatCount(comparison.queryCount)} ${queryKinds[name]}`;
  const verb = {
    better: `the primary metric ${label} improved`,
    worse: `the primary metric ${label} got **worse**: it fell`,
    undecided: `**no difference was shown** in the primary metric ${label}: it went`,
  }[verdict];
  const evidence = [
    `difference ${formatSigned(metric.difference)}`,
    `${confidenceWords(data.confidence)} interval ${formatInterval(metric.interval)}`,
    pWords(metric.p),
  ].join(", ");
  const counts = `${formatCount(metric.wins)} queries got better, ${formatCount(metric.ties)} stayed the same and ${formatCount(metric.losses)} got worse`;
  return `${on}, ${verb} from **${formatNumber(metric.baseline)}** to **${formatNumber(metric.candidate)}** (**${formatPercent(metric.changePercent)}**; ${evidence}); ${counts}.`;
}

/** The same in words that need no measure's name. */
function whatShoppersSee({ comparison }: HeadlineTest): string | undefined {
  const first = comparison.metrics["accuracy@1"];
  if (first === undefined) return undefined;
  const [before, after] = [first.baseline, first.candidate].map((share) =>
    formatNumber(share * 100, 0),
  );
  return `A relevant product came first for ${before ?? ""}% of these queries before and for ${after ?? ""}% after.`;
}

/** Said where a team would do as well without any model. */
function whatWordsDo(data: ReportData, { test, metric }: HeadlineTest): string | undefined {
  const words = lexicalResult(test)?.means[primaryMetric(data)];
  if (words === undefined || words <= Math.max(metric.baseline, metric.candidate)) return undefined;
  return `Word search alone (BM25) has **${formatNumber(words)}** here, more than both models: search with words, or with both.`;
}

function joinSentences(sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(" ");
}
