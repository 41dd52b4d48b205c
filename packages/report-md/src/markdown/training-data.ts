import type { ExtractionFacts, GenerationFacts } from "../data/preparation-facts.ts";
import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { skippedWords } from "../verdict/skipped-words.ts";
import { bullets, counted, given, joined } from "./bullets.ts";
import { placeholder } from "./placeholder.ts";

/** Catalogue, generated queries, what the gates removed, cost. */
export function trainingData(data: ReportData): string {
  return bullets([
    ...(data.extraction === undefined ? [placeholder("extract")] : catalogueLines(data.extraction)),
    ...(data.generation === undefined
      ? [placeholder("generate")]
      : generationLines(data.generation)),
  ]);
}

function catalogueLines(facts: ExtractionFacts): string[] {
  const mean = joined([
    given(facts.meanCharacters, (length) => `${formatCount(length)} characters`),
    given(facts.meanTokens, (length) => `${formatCount(length)} tokens`),
  ]);
  const parts = joined([
    `${formatCount(facts.products)} products`,
    given(facts.categories, (count) => `${formatCount(count)} categories`),
    mean === "" ? undefined : `texts of ${mean} on average`,
    given(facts.withoutDescription, (count) => `${formatCount(count)} without a description`),
  ]);
  const cut = given(facts.truncatedTexts, (count) => truncationLine(count, facts.maxTokens));
  return cut === undefined ? [`Catalogue: ${parts}`] : [`Catalogue: ${parts}`, cut];
}

function truncationLine(count: number, maxTokens: number | undefined): string {
  const limit = given(maxTokens, (tokens) => ` (${formatCount(tokens)} tokens)`) ?? "";
  return `${formatCount(count)} texts are longer than the model reads${limit} and are cut`;
}

function generationLines(facts: GenerationFacts): string[] {
  const writer = joined([
    escapeMarkdown(facts.provider),
    given(facts.model, escapeMarkdown),
    given(facts.promptVersion, (version) => `prompt version ${escapeMarkdown(String(version))}`),
  ]);
  const removed = counted(facts.removed ?? {}, escapeMarkdown, formatCount);
  return [
    sourceLine(facts, writer),
    pairsLine(facts),
    ...(facts.styles === undefined
      ? []
      : [`Query diversity: ${facts.styles.map(escapeMarkdown).join(", ")}`]),
    ...(facts.removed === undefined
      ? []
      : [`Removed by quality gates: ${removed === "" ? "none" : removed}`]),
    ...skippedLines(facts),
    ...costLines(facts),
  ];
}

function sourceLine({ ruleMade, recorded }: GenerationFacts, writer: string): string {
  if (ruleMade === true)
    return "Search queries put together by rule from the products' own words: a first look, no evidence";
  if (recorded !== true) return `Synthetic search queries written by ${writer}`;
  const by = writer === "recorded" ? "" : ` (${writer})`;
  return `Synthetic search queries replayed from a recording${by}`;
}

function skippedLines(facts: GenerationFacts): string[] {
  const { skippedProducts: skipped = 0 } = facts;
  if (skipped === 0) return [];
  const why = escapeMarkdown(skippedWords(facts));
  return [`${formatCount(skipped)} products without queries${why === "" ? "" : `: ${why}`}`];
}

function pairsLine({ products, queriesPerProduct, pairs }: GenerationFacts): string {
  if (products === undefined || queriesPerProduct === undefined)
    return `${formatCount(pairs)} pairs in all`;
  return `${formatCount(queriesPerProduct)} queries per product × ${formatCount(products)} products; ${formatCount(pairs)} pairs kept`;
}

function costLines({ recorded, costUsd }: GenerationFacts): string[] {
  if (recorded === true) return ["Cost: nothing, the answers were recorded"];
  if (costUsd === undefined) return [];
  return [
    costUsd === null
      ? "Cost: the model's price is not known"
      : `Cost: US&#36;${formatNumber(costUsd, 2)}`,
  ];
}
