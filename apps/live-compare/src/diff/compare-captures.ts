import { summarizeQueries } from "../capture/summarize-queries.ts";
import type { CapturedModel } from "../capture/read-model.ts";
import type { CapturedQuery, LiveCapture } from "../live-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import type { CaptureComparison, ComparedCapture } from "./capture-comparison.ts";
import { compareJudged, type JudgedQueries } from "./compare-judged.ts";
import { compareResults } from "./compare-results.ts";

const cosinesWarning =
  "Similarities of two models are not comparable: each model has its own scale, so a higher mean is not a better search. Read overlap and moves here, and relevance in the experiment's report.";

/**
 * What changed between two captures of one search API: similarities, overlap, moves.
 *
 * Queries are matched by their text; those that only one capture has are left out of every figure,
 * and told. Lists are compared down to the smaller `topK`.
 *
 * @param before The earlier capture.
 * @param after The later capture.
 * @param judgments Judged queries; relevance is then compared, too.
 * @throws {LiveCompareError} `ENDPOINT_CHANGED` when different paths answered, `NO_COMMON_QUERIES`.
 * @example
 * compareCaptures(before, after).meanJaccard; // 0.43
 */
export function compareCaptures(
  before: LiveCapture,
  after: LiveCapture,
  judgments?: JudgedQueries,
): CaptureComparison {
  requireSameEndpoint(before, after);
  const k = Math.min(before.topK, after.topK);
  const later = new Map(after.queries.map((one) => [one.query, one]));
  const pairs = before.queries.flatMap((earlier) => {
    const match = later.get(earlier.query);
    return match === undefined ? [] : [[cut(earlier, k), cut(match, k)] as const];
  });
  if (pairs.length === 0) throw noCommonQueries(before, after);
  const queries = pairs.map(([earlier, match]) =>
    compareResults({ query: earlier.query, before: earlier.results, after: match.results }),
  );
  const sides = {
    before: side(
      before,
      pairs.map(([earlier]) => earlier),
    ),
    after: side(
      after,
      pairs.map(([, match]) => match),
    ),
  };
  const judged = judgments && compareJudged(pairs, judgments, k);
  const meanOf = (key: "jaccard" | "rbo") =>
    queries.reduce((sum, query) => sum + query[key], 0) / queries.length;
  return {
    ...sides,
    endpoint: before.endpoint,
    k,
    queryCount: pairs.length,
    meanTop1ChangePercent: changePercent(
      sides.before.summary.meanTop1,
      sides.after.summary.meanTop1,
    ),
    meanJaccard: meanOf("jaccard"),
    meanRbo: meanOf("rbo"),
    ...(judged === undefined ? {} : { judged }),
    sameFirstCount: queries.filter(({ sameFirst }) => sameFirst).length,
    unchangedCount: queries.filter(({ unchanged }) => unchanged).length,
    warnings: [
      ...modelWarnings(before, after),
      ...differences(before, after, pairs.length),
      ...catalogueWarnings(pairs),
    ],
    queries,
  };
}

function cut(query: CapturedQuery, k: number): CapturedQuery {
  return { ...query, results: query.results.slice(0, k) };
}

function side(
  { label, timestamp, host, model }: LiveCapture,
  queries: readonly CapturedQuery[],
): ComparedCapture {
  const summary = summarizeQueries(queries);
  return { label, timestamp, host, ...(model === undefined ? {} : { model }), summary };
}

/** Cosines of one model compare; those of two, or of who knows which, do not. */
function modelWarnings(before: LiveCapture, after: LiveCapture): readonly string[] {
  const [was, is] = [before.model, after.model];
  if (was === undefined || is === undefined) return [cosinesWarning];
  const name = ({ id, fingerprint }: CapturedModel) => `${id} (${fingerprint.slice(0, 12)})`;
  if (was.fingerprint === is.fingerprint) {
    return [`Both captures are of one model, ${name(is)}: what changed is not the model.`];
  }
  return [cosinesWarning, `The model changed from ${name(was)} to ${name(is)}.`];
}

/** A product with one id and two titles: the catalogue has changed, too. */
function catalogueWarnings(
  pairs: readonly (readonly [CapturedQuery, CapturedQuery])[],
): readonly string[] {
  const titles = new Map<string, string>();
  const renamed = new Set<string>();
  for (const results of pairs.flatMap(([earlier, later]) => [earlier.results, later.results])) {
    for (const { id, title } of results) {
      if (id === null) continue;
      if (titles.has(id) && titles.get(id) !== title) renamed.add(id);
      titles.set(id, title);
    }
  }
  if (renamed.size === 0) return [];
  return [
    `The catalogue changed, too: ${renamed.size} of ${titles.size} products have another title than before.`,
  ];
}

function changePercent(before: number | null, after: number | null): number | null {
  if (before === null || after === null || before <= 0) return null;
  return ((after - before) / before) * 100;
}

function differences(before: LiveCapture, after: LiveCapture, common: number): readonly string[] {
  const told: string[] = [];
  const only = (capture: LiveCapture) => capture.queries.length - common;
  if (before.host !== after.host) told.push(`The hosts differ: ${before.host} and ${after.host}.`);
  if (before.topK !== after.topK) {
    told.push(
      `The captures asked for ${before.topK} and ${after.topK} results; the smaller counts.`,
    );
  }
  if (only(before) + only(after) > 0) {
    told.push(
      `Queries of one capture only are left out: ${only(before)} of the earlier, ${only(after)} of the later.`,
    );
  }
  if (before.timestamp > after.timestamp) {
    told.push(
      "The capture given as the earlier one is the younger: were the files given in order?",
    );
  }
  return told;
}

function requireSameEndpoint(before: LiveCapture, after: LiveCapture): void {
  if (before.endpoint === after.endpoint) return;
  throw new LiveCompareError(
    "ENDPOINT_CHANGED",
    `Expected one endpoint in both captures, got ${before.endpoint} ("${before.label}") and ${after.endpoint} ("${after.label}").`,
    {
      hint: `Two services may answer differently for other reasons than the model: capture again with --endpoint ${before.endpoint}.`,
      details: { before: before.endpoint, after: after.endpoint },
    },
  );
}

function noCommonQueries(before: LiveCapture, after: LiveCapture): LiveCompareError {
  return new LiveCompareError(
    "NO_COMMON_QUERIES",
    `Expected queries that both captures have, got none among ${before.queries.length} and ${after.queries.length}.`,
    { hint: "Capture both with the same --queries file." },
  );
}
