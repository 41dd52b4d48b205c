import { createHash } from "node:crypto";
import type { DocId, Qrels, QueryId } from "@searchfit/ir-metrics";
import type { Query } from "../pairs/query.ts";
import { LOWEST_RANK, type ClickRow } from "./click-row.ts";

/** How clicks become judgments. */
export interface JudgeClicksOptions {
  /**
   * How likely a result is looked at, by its rank: `{ eta }` for 1 / rank^eta (eta = 0: every rank
   * alike), or "observed" for the log's own share of clicks at that rank.
   * @default { eta: 1 }
   */
  readonly examination?: { readonly eta: number } | "observed";
  /**
   * Results with fewer expected clicks stay unjudged, unless they were clicked that often.
   * @default 1
   */
  readonly minimumEvidence?: number;
  /** Clicks and expected clicks that are added to both counts, against chance. @default 1 */
  readonly smoothing?: number;
  /** Least ratio of clicks to expected clicks for grade 1, 2, 3 …, rising. @default [0.5, 1.5, 3] */
  readonly gradeFrom?: readonly number[];
}

/** Judgments from clicks, and what they rest on. */
export interface ClickJudgments {
  /** Queries with at least one judged result; ids are made from the query's text alone. */
  readonly queries: readonly Query[];
  /** Grades, from 0 to the number of `gradeFrom`. */
  readonly qrels: Qrels;
  /** Clicks that an average result gets of an impression at a rank, from rank 1 on. */
  readonly expectedClicks: readonly number[];
  /** Counts. */
  readonly report: {
    readonly impressions: number;
    readonly clicks: number;
    readonly queries: number;
    readonly judged: number;
    /** Results left unjudged for want of evidence. */
    readonly unjudged: number;
  };
}

interface Shown {
  clicks: number;
  /** Impressions by rank − 1; ranks without any are missing. */
  readonly impressions: Map<number, number>;
}

interface Log {
  readonly texts: Map<QueryId, string>;
  readonly shown: Map<QueryId, Map<DocId, Shown>>;
  readonly impressions: number[];
  readonly clicks: number[];
}

/**
 * Turns the clicks of a search log into graded judgments that do not just repeat the old ranking.
 *
 * What stands on top is clicked because it stands on top. So clicks are compared with those that
 * an average result would have got at the same ranks (clicks over expected clicks, COEC):
 *
 * ```text
 * expected(d, q) = Σ impressions(d, q, rank) · e(rank)
 * ratio(d, q)    = (clicks(d, q) + s) / (expected(d, q) + s)
 * grade(d, q)    = how many of gradeFrom the ratio reaches
 * ```
 *
 * `e(rank)` is c / rank^eta, with c so that all expected clicks add up to all clicks of the log; or
 * the log's own share of clicks at the rank, which also takes from the top results what they are
 * better by. A result with `expected` and `clicks` both under `minimumEvidence` stays unjudged.
 * Queries that differ in case and blanks only are one query.
 *
 * Memory holds every different query–result pair.
 *
 * @throws {RangeError} When an option or a rank makes no sense.
 * @see Joachims, Swaminathan & Schnabel (2017), doi:10.1145/3018661.3018699 (examination 1/rank^eta);
 *   Zhang & Jones (2007), "Comparing click logs and editorial labels for training query rewriting"
 *   (COEC)
 * @example
 * const { queries, qrels } = await judgeClicks(streamClickLog("searches.jsonl"));
 * qrels.get(queries[0].id); // Map { "7" → 2, "9" → 0 }
 */
export async function judgeClicks(
  rows: Iterable<ClickRow> | AsyncIterable<ClickRow>,
  options: JudgeClicksOptions = {},
): Promise<ClickJudgments> {
  const settings = resolve(options);
  const log = await collect(rows);
  const expectedClicks = expectationOf(log, settings.examination);
  const qrels = new Map<QueryId, Map<DocId, number>>();
  let [judged, unjudged] = [0, 0];
  for (const [queryId, results] of log.shown)
    for (const [docId, shown] of results) {
      const grade = gradeOf(shown, expectedClicks, settings);
      if (grade === undefined) unjudged += 1;
      else {
        judged += 1;
        const grades = qrels.get(queryId) ?? new Map<DocId, number>();
        qrels.set(queryId, grades.set(docId, grade));
      }
    }
  const queries = Array.from(qrels.keys(), (id) => ({ id, text: log.texts.get(id) ?? "" }));
  const totals = { impressions: sum(log.impressions), clicks: sum(log.clicks) };
  const report = { ...totals, queries: queries.length, judged, unjudged };
  return { queries, qrels, expectedClicks, report };
}

function resolve(options: JudgeClicksOptions): Required<JudgeClicksOptions> {
  const { examination = { eta: 1 }, minimumEvidence = 1, smoothing = 1 } = options;
  const { gradeFrom = [0.5, 1.5, 3] } = options;
  if (examination !== "observed" && !(examination.eta >= 0 && examination.eta <= 5))
    throw new RangeError(`Expected eta in [0, 5], got ${examination.eta}.`);
  for (const [name, value] of Object.entries({ minimumEvidence, smoothing }))
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`Expected ${name} to be a number ≥ 0, got ${value}.`);
  const rising = gradeFrom.every((ratio, at) => ratio > (gradeFrom[at - 1] ?? 0));
  if (!rising || gradeFrom.length === 0)
    throw new RangeError(`Expected gradeFrom to rise from above 0, got ${gradeFrom.join(", ")}.`);
  return { examination, minimumEvidence, smoothing, gradeFrom };
}

async function collect(rows: Iterable<ClickRow> | AsyncIterable<ClickRow>): Promise<Log> {
  const log: Log = { texts: new Map(), shown: new Map(), impressions: [], clicks: [] };
  for await (const row of rows) {
    const text = row.query.trim().toLowerCase().replaceAll(/\s+/gu, " ");
    const queryId = `q-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    if (!log.texts.has(queryId)) log.texts.set(queryId, row.query.trim());
    const results = log.shown.get(queryId) ?? new Map<DocId, Shown>();
    log.shown.set(queryId, results);
    const shown: Shown = results.get(row.product_id) ?? { clicks: 0, impressions: new Map() };
    results.set(row.product_id, shown);
    const at = row.rank - 1;
    if (!(Number.isInteger(at) && at >= 0 && at < LOWEST_RANK))
      throw new RangeError(`Expected ranks from 1 to ${LOWEST_RANK}, got ${row.rank}.`);
    shown.clicks += row.clicks;
    shown.impressions.set(at, (shown.impressions.get(at) ?? 0) + row.impressions);
    log.impressions[at] = (log.impressions[at] ?? 0) + row.impressions;
    log.clicks[at] = (log.clicks[at] ?? 0) + row.clicks;
  }
  return log;
}

function expectationOf(
  { impressions, clicks }: Log,
  examination: { readonly eta: number } | "observed",
): readonly number[] {
  const ranks = Array.from({ length: impressions.length }, (_, at) => at);
  if (examination === "observed")
    return ranks.map((at) => (clicks[at] ?? 0) / Math.max(1, impressions[at] ?? 0));
  const looked = ranks.map((at) => (at + 1) ** -examination.eta);
  const total = sum(ranks.map((at) => (impressions[at] ?? 0) * (looked[at] ?? 0)));
  const scale = total === 0 ? 0 : sum(clicks) / total;
  return looked.map((chance) => Math.min(1, chance * scale));
}

function gradeOf(
  { clicks, impressions }: Shown,
  expectedClicks: readonly number[],
  settings: Required<JudgeClicksOptions>,
): number | undefined {
  const { smoothing, minimumEvidence, gradeFrom } = settings;
  const expected = sum(Array.from(impressions, ([at, count]) => count * (expectedClicks[at] ?? 0)));
  if (expected < minimumEvidence && clicks < minimumEvidence) return undefined;
  const [above, below] = [clicks + smoothing, expected + smoothing];
  const ratio = below === 0 ? 0 : above / below;
  return gradeFrom.filter((least) => ratio >= least).length;
}

/** Sum of an array; holes count as 0. */
function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
