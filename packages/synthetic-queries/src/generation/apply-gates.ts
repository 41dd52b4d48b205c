import { queryId } from "@searchfit/retrieval-dataset";
import { checkRoundTrip, type RoundTripOptions } from "../gates/check-round-trip.ts";
import { filterQueries } from "../gates/filter-queries.ts";
import { findCrossed } from "../gates/find-crossed.ts";
import type {
  EarlierQuery,
  QueryGateOptions,
  QueryToFilter,
  RemovedQuery,
} from "../gates/query-gate.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { markAmbiguous } from "./mark-ambiguous.ts";
import type { ProductOutcome } from "./product-outcome.ts";
import type { SyntheticQuery } from "./synthetic-query.ts";

/** A query with who wrote it. */
export interface Candidate extends QueryToFilter {
  /** Version of the prompt. */
  readonly promptVersion: number;
  /** Model that wrote it. */
  readonly generatorModel: string;
  /** The answer that it shares with other products. */
  readonly packId?: string;
  /** The query of its product that it says in other words. */
  readonly paraphraseOf?: string;
}

/** What {@link applyGates} gives. */
export interface GatedQueries {
  /** Queries that passed. */
  readonly pairs: readonly SyntheticQuery[];
  /** The others. */
  readonly removedQueries: readonly RemovedQuery[];
  /** Queries that failed the round trip, whatever became of them; `null` where it was not made. */
  readonly roundTripFailures: number | null;
}

/** Passes queries through all gates. */
export async function applyGates(
  candidates: readonly Candidate[],
  options: {
    readonly products: readonly ProductForQueries[];
    readonly gates: QueryGateOptions;
    readonly roundTrip: RoundTripOptions | undefined;
    /** Queries that are there already; what repeats them is taken out. */
    readonly existing?: readonly EarlierQuery[];
  },
): Promise<GatedQueries> {
  const crossed = findCrossed(candidates, options.products);
  const own = candidates.filter((candidate) => !crossed.has(candidate));
  const { kept, removed } = filterQueries(own, options.gates, options.existing);
  const pairs = markAmbiguous(kept.map(toQuery), { products: options.products, removed });
  const tried = await applyRoundTrip(pairs, options.roundTrip);
  const strangers = [...crossed].map((query) => removedBy(query, "crossed"));
  return { ...tried, removedQueries: [...strangers, ...removed, ...tried.removedQueries] };
}

async function applyRoundTrip(
  queries: readonly SyntheticQuery[],
  options: RoundTripOptions | undefined,
): Promise<GatedQueries> {
  if (options === undefined) return { pairs: queries, removedQueries: [], roundTripFailures: null };
  const { action = "keep", weight = 0.5 } = options;
  const trips = await checkRoundTrip(queries, options);
  const tried = queries.map((query, index) => {
    const { rank = null, passed = false } = trips[index] ?? {};
    const light = !passed && action === "down-weight" ? { weight } : {};
    return { passed, query: { ...query, roundTripRank: rank, ...light } };
  });
  const failed = tried.filter(({ passed }) => !passed).map(({ query }) => query);
  const dropped = action === "drop" ? failed : [];
  return {
    pairs: tried.map(({ query }) => query).filter((query) => !dropped.includes(query)),
    removedQueries: dropped.map((query) => removedBy(query, "round-trip")),
    roundTripFailures: failed.length,
  };
}

function removedBy(
  { productId, text }: { readonly productId: string; readonly text: string },
  gate: RemovedQuery["gate"],
): RemovedQuery {
  return { productId, text, gate };
}

function toQuery(candidate: Candidate): SyntheticQuery {
  const { text, style, productId, promptVersion, generatorModel, paraphraseOf } = candidate;
  const id = queryId({ query: text, product_id: productId });
  const query = { id, text, productId, style, promptVersion, generatorModel };
  return paraphraseOf === undefined ? query : { ...query, paraphraseOf };
}

/** Queries of the products' answers, in order. */
export function candidatesOf(
  outcomes: readonly ProductOutcome[],
  written: Pick<Candidate, "promptVersion" | "generatorModel">,
): readonly Candidate[] {
  return outcomes.flatMap((outcome) => {
    if (!("parsed" in outcome)) return [];
    const { id: productId, title } = outcome.product;
    const pack = outcome.packId === undefined ? {} : { packId: outcome.packId };
    return outcome.parsed.queries.map((query) => ({
      ...query,
      ...written,
      ...pack,
      productId,
      title,
    }));
  });
}

/** What was set aside when the answers were read. */
export function setAside(outcomes: readonly ProductOutcome[]): readonly RemovedQuery[] {
  return outcomes.flatMap((outcome) => {
    if (!("parsed" in outcome)) return [];
    const productId = outcome.product.id;
    const { preambles, cutOff } = outcome.parsed;
    const talk = preambles.map((text): RemovedQuery => ({ productId, text, gate: "preamble" }));
    return cutOff === null
      ? talk
      : [...talk, { productId, text: cutOff, gate: "cut-off" as const }];
  });
}
