import type { DocId, QueryId, ScoredDoc } from "@searchfit/ir-metrics";
import { words } from "../pairs/words.ts";
import { unitHash } from "../split/unit-hash.ts";
import type {
  HardNegatives,
  NegativeExclusion,
  SelectHardNegativesOptions,
} from "./hard-negative-options.ts";

/** A query with what may become its negatives. */
export interface QueryCandidates {
  /** Its id. */
  readonly queryId: QueryId;
  /** Documents that no guard excludes, in the order of the run. */
  readonly eligible: readonly DocId[];
  /** The same in the order of the draw. */
  readonly drawn: readonly DocId[];
}

interface Positive {
  readonly queryId: QueryId;
  readonly docId: DocId;
  readonly ceiling: number;
  readonly words: ReadonlySet<string> | undefined;
}

type Settings = Required<Omit<SelectHardNegativesOptions, "texts" | "onExclude">> &
  Pick<SelectHardNegativesOptions, "texts" | "onExclude">;

/** Walks over the queries, applies the guards and counts. */
export class HardNegativeCollector {
  readonly #settings: Settings;
  readonly #negatives = new Map<QueryId, readonly DocId[]>();
  readonly #excluded: Record<NegativeExclusion, number> = {
    positive: 0,
    "same-group": 0,
    "held-out": 0,
    "near-duplicate": 0,
    judged: 0,
    "too-similar": 0,
    vetoed: 0,
    "not-drawn": 0,
  };
  #unansweredQueries = 0;
  #positivesNotFound = 0;
  #selected = 0;

  /** @throws {RangeError} When ranks, count, share, margin or threshold make no sense. */
  constructor(options: SelectHardNegativesOptions) {
    this.#settings = resolve(options);
  }

  /** Negatives a query, at most. */
  get count(): number {
    return this.#settings.count;
  }

  /** Every query with its candidates. */
  *queries(): Generator<QueryCandidates> {
    const { positives, run, ranks, seed } = this.#settings;
    for (const [queryId, docId] of positives) {
      const ranking = run.rankings.get(queryId) ?? [];
      if (ranking.length === 0) this.#unansweredQueries += 1;
      else if (!ranking.some((document) => document.docId === docId)) this.#positivesNotFound += 1;
      const positive = this.#positiveOf(queryId, docId, ranking);
      const eligible: DocId[] = [];
      for (const document of ranking.slice(ranks[0] - 1, ranks[1])) {
        const reason = this.#exclusionOf(document, positive);
        if (reason === undefined) eligible.push(document.docId);
        else this.#exclude(queryId, document.docId, reason);
      }
      yield { queryId, eligible, drawn: inDrawOrder(queryId, eligible, seed) };
    }
  }

  /** Notes what becomes of the candidates of a query. */
  take(query: QueryCandidates, taken: readonly DocId[], vetoed: readonly DocId[] = []): void {
    const [kept, against] = [new Set(taken), new Set(vetoed)];
    for (const docId of query.eligible)
      if (!kept.has(docId))
        this.#exclude(query.queryId, docId, against.has(docId) ? "vetoed" : "not-drawn");
    this.#selected += kept.size;
    const negatives = query.eligible.filter((docId) => kept.has(docId));
    if (negatives.length > 0) this.#negatives.set(query.queryId, negatives);
  }

  /** Everything that was taken, and the counts. */
  result(): HardNegatives {
    const report = {
      queries: this.#settings.positives.size,
      queriesWithNegatives: this.#negatives.size,
      unansweredQueries: this.#unansweredQueries,
      positivesNotFound: this.#positivesNotFound,
      selected: this.#selected,
      excluded: this.#excluded,
    };
    return { negatives: this.#negatives, report };
  }

  #exclude(queryId: QueryId, docId: DocId, reason: NegativeExclusion): void {
    this.#excluded[reason] += 1;
    this.#settings.onExclude?.({ queryId, docId, reason });
  }

  #positiveOf(queryId: QueryId, docId: DocId, ranking: readonly ScoredDoc[]): Positive {
    const text = this.#settings.texts?.get(docId);
    return {
      queryId,
      docId,
      ceiling: ceilingOf(ranking, docId, this.#settings),
      words: text === undefined ? undefined : new Set(words(text)),
    };
  }

  #exclusionOf({ docId, score }: ScoredDoc, positive: Positive): NegativeExclusion | undefined {
    const { groups, heldOut, exclude, texts, nearDuplicate } = this.#settings;
    if (docId === positive.docId) return "positive";
    const group = groups.get(docId);
    if (group !== undefined && group === (groups.get(positive.docId) ?? positive.docId))
      return "same-group";
    if (heldOut.has(docId)) return "held-out";
    if (exclude.get(positive.queryId)?.has(docId)) return "judged";
    const text = texts?.get(docId);
    if (positive.words !== undefined && text !== undefined)
      if (overlap(positive.words, new Set(words(text))) >= nearDuplicate) return "near-duplicate";
    // Written so that NaN, which is neither above nor below, is no negative.
    return score <= positive.ceiling ? undefined : "too-similar";
  }
}

function resolve(options: SelectHardNegativesOptions): Settings {
  const settings: Settings = {
    ranks: [5, 50],
    count: 1,
    maxScoreShare: 0.95,
    margin: 0,
    heldOut: new Set(),
    exclude: new Map(),
    seed: 42,
    nearDuplicate: 0.8,
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
  if (!(settings.nearDuplicate > 0 && settings.nearDuplicate <= 1))
    throw new RangeError(`Expected nearDuplicate in (0, 1], got ${settings.nearDuplicate}.`);
  return settings;
}

/** The highest score a negative may have. */
function ceilingOf(ranking: readonly ScoredDoc[], positive: DocId, settings: Settings): number {
  const found = ranking.find(({ docId }) => docId === positive) ?? ranking.at(-1);
  const score = found?.score ?? 0;
  const share = score > 0 ? score * settings.maxScoreShare : score / settings.maxScoreShare;
  return Math.min(share, score - settings.margin);
}

/** Jaccard similarity of two sets of words; 0 when both are empty. */
function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  const either = left.size + right.size - shared;
  return either === 0 ? 0 : shared / either;
}

function inDrawOrder(queryId: QueryId, eligible: readonly DocId[], seed: number): readonly DocId[] {
  return eligible
    .map((docId) => ({ docId, draw: unitHash(seed, "negative", `${queryId}\0${docId}`) }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ docId }) => docId);
}
