import type { DocId, Qrels, QueryId, Run, ScoredDoc } from "@searchfit/ir-metrics";
import { unitHash } from "./unit-hash.ts";

/** Why a document of the rank window was not taken. */
export type NegativeExclusion = "positive" | "same-group" | "judged" | "too-similar" | "not-drawn";

/** What {@link selectHardNegatives} chooses from, and its guards. */
export interface SelectHardNegativesOptions {
  /** Ranked lists of the current system, best first. */
  readonly run: Run;
  /** Query → its product. Only these queries get negatives. */
  readonly positives: ReadonlyMap<QueryId, DocId>;
  /** Product → family of near-duplicates; a member of the positive's family is no negative. */
  readonly groups: ReadonlyMap<DocId, string>;
  /**
   * First and last rank looked at, counted from 1. The very top often answers as well as the
   * positive does.
   * @default [5, 50]
   */
  readonly ranks?: readonly [from: number, to: number];
  /** Negatives a query, at most. @default 1 */
  readonly count?: number;
  /**
   * A negative's score is at most this share of the positive's.
   * @default 0.95
   */
  readonly maxScoreShare?: number;
  /** A negative's score is at least this much below the positive's. @default 0 */
  readonly margin?: number;
  /** Judged documents, whatever their grade, are no negatives. @default none */
  readonly exclude?: Qrels;
  /** @default 42 */
  readonly seed?: number;
}

/** What was taken, and what was not and why. */
export interface HardNegativeReport {
  /** Queries with a positive. */
  readonly queries: number;
  /** Queries that got at least one negative. */
  readonly queriesWithNegatives: number;
  /** Queries that the run does not answer. */
  readonly unansweredQueries: number;
  /** Queries whose positive the run did not find, so that its lowest score stood in for it. */
  readonly positivesNotFound: number;
  /** Negatives taken. */
  readonly selected: number;
  /** Documents of the rank window that were not taken, by reason. */
  readonly excluded: Readonly<Record<NegativeExclusion, number>>;
}

/** What {@link selectHardNegatives} gives. */
export interface HardNegatives {
  /** Query → its negatives in the order of the run; queries without any are not in it. */
  readonly negatives: ReadonlyMap<QueryId, readonly DocId[]>;
  /** Counts. */
  readonly report: HardNegativeReport;
}

type Settings = Required<SelectHardNegativesOptions>;

/**
 * Picks documents that the current system ranks high although they are not what the query was
 * written for: what a model learns most from, if they are truly wrong. So documents are left out
 * that are the positive itself, of its family, judged, or scored too near to the positive
 * (within `margin`, or above `maxScoreShare` of its score; a positive that the run did not find
 * counts as just below the run's last document). Of the rest of the rank window `count` are drawn
 * by seed, each query by itself.
 *
 * @throws {RangeError} When ranks, count, share or margin make no sense.
 * @example
 * selectHardNegatives({ run, positives, groups, ranks: [5, 50], count: 3 }).report.selected; // 2847
 */
export function selectHardNegatives(options: SelectHardNegativesOptions): HardNegatives {
  const settings = resolve(options);
  const negatives = new Map<QueryId, readonly DocId[]>();
  const excluded = { positive: 0, "same-group": 0, judged: 0, "too-similar": 0, "not-drawn": 0 };
  let unansweredQueries = 0;
  let positivesNotFound = 0;
  let selected = 0;
  for (const [queryId, positive] of settings.positives) {
    const ranking = settings.run.rankings.get(queryId) ?? [];
    if (ranking.length === 0) unansweredQueries += 1;
    else if (!ranking.some(({ docId }) => docId === positive)) positivesNotFound += 1;
    const query = { queryId, positive, ceiling: ceilingOf(ranking, positive, settings) };
    const eligible: DocId[] = [];
    for (const document of ranking.slice(settings.ranks[0] - 1, settings.ranks[1])) {
      const reason = exclusionOf(document, query, settings);
      if (reason === undefined) eligible.push(document.docId);
      else excluded[reason] += 1;
    }
    const taken = draw(queryId, eligible, settings);
    excluded["not-drawn"] += eligible.length - taken.length;
    selected += taken.length;
    if (taken.length > 0) negatives.set(queryId, taken);
  }
  const queries = settings.positives.size;
  const counts = { queries, queriesWithNegatives: negatives.size, unansweredQueries };
  return { negatives, report: { ...counts, positivesNotFound, selected, excluded } };
}

function resolve(options: SelectHardNegativesOptions): Settings {
  const settings: Settings = {
    ranks: [5, 50],
    count: 1,
    maxScoreShare: 0.95,
    margin: 0,
    exclude: new Map(),
    seed: 42,
    ...options,
  };
  const [from, to] = settings.ranks;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to >= from))
    throw new RangeError(`Expected ranks [from, to] with 1 ≤ from ≤ to, got [${from}, ${to}].`);
  if (!(Number.isInteger(settings.count) && settings.count >= 1))
    throw new RangeError(`Expected count to be an integer ≥ 1, got ${settings.count}.`);
  if (!(settings.maxScoreShare > 0))
    throw new RangeError(`Expected maxScoreShare above 0, got ${settings.maxScoreShare}.`);
  if (!(settings.margin >= 0))
    throw new RangeError(`Expected margin of at least 0, got ${settings.margin}.`);
  return settings;
}

/** The highest score a negative may have. */
function ceilingOf(ranking: readonly ScoredDoc[], positive: DocId, settings: Settings): number {
  const found = ranking.find(({ docId }) => docId === positive) ?? ranking.at(-1);
  const score = found?.score ?? 0;
  const share = score > 0 ? score * settings.maxScoreShare : score / settings.maxScoreShare;
  return Math.min(share, score - settings.margin);
}

function exclusionOf(
  document: ScoredDoc,
  query: { readonly queryId: QueryId; readonly positive: DocId; readonly ceiling: number },
  settings: Settings,
): NegativeExclusion | undefined {
  const { docId, score } = document;
  if (docId === query.positive) return "positive";
  const group = settings.groups.get(docId);
  if (group !== undefined && group === settings.groups.get(query.positive)) return "same-group";
  if (settings.exclude.get(query.queryId)?.has(docId)) return "judged";
  return score > query.ceiling ? "too-similar" : undefined;
}

function draw(
  queryId: QueryId,
  eligible: readonly DocId[],
  { seed, count }: Settings,
): readonly DocId[] {
  if (eligible.length <= count) return eligible;
  const drawn = eligible
    .map((docId) => ({ docId, draw: unitHash(seed, "negative", `${queryId}\0${docId}`) }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, count);
  const taken = new Set(drawn.map(({ docId }) => docId));
  return eligible.filter((docId) => taken.has(docId));
}
