import type { ReportData } from "../data/report-data.ts";
import type { TestFacts } from "../data/test-facts.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { detectableDifference } from "./detectable-difference.ts";
import { headlineTest } from "./headline-test.ts";
import { fewestSliceQueries } from "./judge-slice.ts";
import { primaryLabel } from "./primary-metric.ts";
import { queryWords } from "./query-words.ts";
import { skippedWords } from "./skipped-words.ts";
import { testNames, testTitles } from "./test-titles.ts";

/** Which limitation it is, for programs. */
export type LimitationCode =
  | "NO_JUDGED_TEST"
  | "JUDGED_BY_MAKER"
  | "FEW_QUERIES"
  | "SMALL_SLICES"
  | "ONE_RELEVANT_PRODUCT"
  | "UNJUDGED_RESULTS"
  | "SYNTHETIC_TRAINING"
  | "RULE_MADE_QUERIES"
  | "RECORDED_QUERIES"
  | "SKIPPED_PRODUCTS"
  | "TRUNCATED_TEXTS"
  | "NO_LEAK_CHECK"
  | "ONE_TRAINING"
  | "QUANTIZED_MODEL"
  | "NO_LEXICAL_BASELINE";

/** One reason why the figures may mislead. */
export interface Limitation {
  /** Which it is, for programs. */
  readonly code: LimitationCode;
  /** The limitation with its figures; plain text, not escaped for any format. */
  readonly text: string;
}

/**
 * What limits the figures of a report, found in its values: few queries, tiny slices, texts that
 * were cut, synthetic queries, judgments by the maker and so on. Nothing is stated that the values
 * do not show.
 *
 * @param data The report's values.
 * @returns The limitations, those of the headline first.
 * @example
 * findLimitations(data).map((limitation) => limitation.code); // ["NO_JUDGED_TEST", "FEW_QUERIES"]
 */
export function findLimitations(data: ReportData): Limitation[] {
  const entries: [LimitationCode, string | undefined][] = [
    ["NO_JUDGED_TEST", noJudgedTest(data)],
    ["JUDGED_BY_MAKER", judgedByMaker(data)],
    ["RULE_MADE_QUERIES", ruleMadeQueries(data)],
    ["FEW_QUERIES", fewQueries(data)],
    ["UNJUDGED_RESULTS", unjudgedResults(data)],
    ["SMALL_SLICES", smallSlices(data)],
    ["ONE_RELEVANT_PRODUCT", oneRelevantProduct(data)],
    ["NO_LEXICAL_BASELINE", noLexicalBaseline(data)],
    ["NO_LEAK_CHECK", noLeakCheck(data)],
    ["SYNTHETIC_TRAINING", syntheticTraining(data)],
    ["RECORDED_QUERIES", recordedQueries(data)],
    ["SKIPPED_PRODUCTS", skippedProducts(data)],
    ["TRUNCATED_TEXTS", truncatedTexts(data)],
    ["ONE_TRAINING", oneTraining(data)],
    ["QUANTIZED_MODEL", quantizedModel(data)],
  ];
  return entries.flatMap(([code, text]) => (text === undefined ? [] : [{ code, text }]));
}

function noJudgedTest(data: ReportData): string | undefined {
  if (headlineTest(data)?.synthetic !== true) return undefined;
  return "There are no judged queries: the headline rests on synthetic queries, which resemble the training queries more than what shoppers type. The gain on real queries may be smaller, or none.";
}

function judgedByMaker(data: ReportData): string | undefined {
  if (data.tests?.judged?.judgedByMaker !== true) return undefined;
  return "The relevance was judged by those who made the model, not by independent people.";
}

function fewQueries(data: ReportData): string | undefined {
  const headline = headlineTest(data);
  if (headline === undefined) return undefined;
  const detectable = detectableDifference(data, headline);
  if (detectable === undefined || !Number.isFinite(detectable)) return undefined;
  return `With ${queryWords(headline.comparison)}, a true difference in ${primaryLabel(data)} below about ${formatNumber(detectable)} would be missed more often than one time in five.`;
}

function unjudgedResults(data: ReportData): string | undefined {
  const judged = data.tests?.judged?.comparison?.metrics["judged@10"];
  if (judged === undefined || Math.min(judged.baseline, judged.candidate) >= 0.9995)
    return undefined;
  const [before, after] = [judged.baseline, judged.candidate].map(share);
  return `Of the ten best products of the judged queries, ${before} (base) and ${after} (tuned) were judged; the others count as not relevant, which puts a system at a disadvantage that finds products nobody judged.`;
}

function smallSlices(data: ReportData): string | undefined {
  const slices = testsOf(data).flatMap((test) => test.slices ?? []);
  const small = slices.filter((slice) => slice.queries < fewestSliceQueries).length;
  if (small === 0) return undefined;
  return `Slices with fewer than ${fewestSliceQueries} queries, too few to judge: ${formatCount(small)} of ${formatCount(slices.length)}.`;
}

function oneRelevantProduct(data: ReportData): string | undefined {
  const names = testNames.filter(
    (name) => (data.tests?.[name]?.relevantPerQuery ?? Infinity) < 1.05,
  );
  if (names.length === 0) return undefined;
  return `${names.map((name) => testTitles[name]).join("; ")}: about one product a query counts as relevant, so other good answers count as wrong, and recall equals accuracy.`;
}

function noLexicalBaseline(data: ReportData): string | undefined {
  const systems = headlineTest(data)?.test.systems;
  if (systems === undefined || systems.some((system) => /bm25/i.test(system.name)))
    return undefined;
  return "No lexical system (BM25) was measured beside the models.";
}

function noLeakCheck(data: ReportData): string | undefined {
  if (headlineTest(data) === undefined || data.split?.leakCheck !== undefined) return undefined;
  return "No leak check is on record for this split.";
}

function syntheticTraining(data: ReportData): string | undefined {
  if (data.generation === undefined || data.generation.ruleMade === true) return undefined;
  return "The training queries are synthetic (written by a language model), not taken from search logs.";
}

function ruleMadeQueries(data: ReportData): string | undefined {
  if (data.generation?.ruleMade !== true) return undefined;
  return "The synthetic queries were put together by rule from the products' own words, which favours whatever finds words again. Nobody searches like that: figures on them say nothing about real searches.";
}

function recordedQueries(data: ReportData): string | undefined {
  if (data.generation?.recorded !== true) return undefined;
  return "The queries were replayed from a recording, not written for this run.";
}

function skippedProducts(data: ReportData): string | undefined {
  const skipped = data.generation?.skippedProducts ?? 0;
  if (skipped === 0) return undefined;
  const why = data.generation === undefined ? "" : skippedWords(data.generation);
  const because = why === "" ? "" : ` (${why})`;
  return `${formatCount(skipped)} ${skipped === 1 ? "product" : "products"} got no queries${because}; training knows nothing about them.`;
}

function truncatedTexts(data: ReportData): string | undefined {
  const { truncatedTexts: cut = 0, products = 0, maxTokens } = data.extraction ?? {};
  if (cut === 0 || products === 0) return undefined;
  const limit =
    maxTokens === undefined ? "what the model reads" : `${formatCount(maxTokens)} tokens`;
  return `${formatCount(cut)} of ${formatCount(products)} texts (${share(cut / products)}) are longer than ${limit}; what follows is not searched by meaning.`;
}

function oneTraining(data: ReportData): string | undefined {
  if (data.training === undefined) return undefined;
  const seed = data.training.seed === undefined ? "one seed" : `one seed (${data.training.seed})`;
  return `The model was trained once, with ${seed}; the intervals cover the choice of queries, not the luck of a training.`;
}

function quantizedModel(data: ReportData): string | undefined {
  const precision = data.system?.servedPrecision;
  if (precision !== "int8") return undefined;
  return "The model that was measured and is served is quantized to 8 bits; its vectors differ slightly from the trained model's.";
}

function testsOf(data: ReportData): TestFacts[] {
  return testNames.flatMap((name) => data.tests?.[name] ?? []);
}

function share(value: number): string {
  return `${formatNumber(value * 100, 1)}%`;
}
