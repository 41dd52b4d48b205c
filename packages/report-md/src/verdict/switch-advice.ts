import type { ReportData } from "../data/report-data.ts";
import { headlineTest } from "./headline-test.ts";
import { judgeDifference } from "./judge-difference.ts";
import { primaryMetric } from "./primary-metric.ts";
import { judgeSlice } from "./judge-slice.ts";
import { testNames, testTitles } from "./test-titles.ts";
import { whyNoHeadline } from "./why-no-headline.ts";

/** What to do with the tuned model. */
export interface SwitchAdvice {
  /** `switch` to it, give it a `trial` beside the base, `keep` the base; `unknown` when nothing was compared. */
  readonly advice: "switch" | "trial" | "keep" | "unknown";
  /** Why, a sentence each; plain text. */
  readonly reasons: readonly string[];
}

const ruleMadeReason =
  "The queries were put together by rule from the products' own words: the figures show that everything runs, not that search gets better. Have a language model write them, and judge some real ones.";

/** Cosine to the trained model below which an export is too far from what was measured. */
const lowestCosine = 0.98;

/**
 * Whether the figures support switching to the tuned model.
 *
 * `switch` needs a gain on judged queries and no concern: a loss in another test or in a slice, an
 * export that is far from the trained model, training that did not beat the base on dev. A gain with
 * a concern, or on synthetic queries only, is worth a trial. Queries put together by rule show nothing. A
 * leak makes every figure void.
 *
 * @param data The report's values.
 * @returns The advice with its reasons.
 * @example
 * switchAdvice(data); // { advice: "trial", reasons: ["The gain rests on synthetic queries …"] }
 */
export function switchAdvice(data: ReportData): SwitchAdvice {
  const headline = headlineTest(data);
  if (headline === undefined)
    return { advice: "unknown", reasons: [whyNoHeadline(data) ?? "Nothing was compared yet."] };
  if ((data.split?.leakCheck?.leaks ?? 0) > 0)
    return {
      advice: "keep",
      reasons: ["The split leaks: the figures of this experiment are void."],
    };
  if (headline.synthetic && data.generation?.ruleMade === true)
    return { advice: "unknown", reasons: [ruleMadeReason] };
  const verdict = judgeDifference(headline.metric, data.confidence);
  if (verdict === "worse") return { advice: "keep", reasons: ["The tuned model ranks worse."] };
  if (verdict === "undecided")
    return { advice: "keep", reasons: ["No gain was shown that would pay for switching."] };
  const concerns = [...testConcerns(data), ...modelConcerns(data)];
  if (headline.synthetic)
    concerns.unshift("The gain rests on synthetic queries only; judge some real ones.");
  if (concerns.length > 0) return { advice: "trial", reasons: concerns };
  return { advice: "switch", reasons: switchReasons(data) };
}

/** What general texts lose does not speak against this search, only against other uses of the model. */
function switchReasons({ forgetting }: ReportData): string[] {
  if (forgetting?.warning !== true)
    return ["The gain is shown on judged queries, without a concern."];
  return [
    "The gain is shown on judged queries, and no test of this catalogue speaks against it.",
    "Use it for this search only: it got worse at general texts.",
  ];
}

function testConcerns(data: ReportData): string[] {
  const concerns: string[] = [];
  for (const name of testNames) {
    const test = data.tests?.[name];
    const metric = test?.comparison?.metrics[primaryMetric(data)];
    if (metric !== undefined && judgeDifference(metric, data.confidence) === "worse")
      concerns.push(`${testTitles[name]}: the tuned model ranks worse there.`);
    const worse = (test?.slices ?? []).filter(
      (slice) => judgeSlice(slice, data.confidence) === "worse",
    );
    if (worse.length > 0)
      concerns.push(
        `${testTitles[name]}: worse in ${worse.map((slice) => `${slice.attribute} ${slice.value}`).join(", ")}.`,
      );
  }
  return concerns;
}

function modelConcerns(data: ReportData): string[] {
  const concerns: string[] = [];
  if (data.training?.beatsBase === false)
    concerns.push("On dev no epoch was better than the untrained base model.");
  for (const parity of data.parity ?? [])
    if (parity.minimumCosine < lowestCosine)
      concerns.push(`The ${parity.precision} export is far from the trained model.`);
  return concerns;
}
