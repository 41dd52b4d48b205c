import type { MetricComparison, RunComparison } from "@searchfit/ir-metrics";
import type { QueryChange } from "./query-change.ts";

/**
 * Which queries judge. `judged`: graded by reading products; `newProducts`: synthetic queries about
 * products that training never saw; `knownProducts`: new queries about products of the training.
 */
export type TestName = "judged" | "newProducts" | "knownProducts";

/** One system's figures. */
export interface SystemResult {
  /** Name, such as `tuned, content` or `BM25`. */
  readonly name: string;
  /** Metric → mean over the queries. */
  readonly means: Readonly<Record<string, number>>;
}

/** One value of one attribute, such as the category `Garden`. */
export interface SliceResult {
  /** What the queries are divided by: `category`, `style`, `difficulty`. */
  readonly attribute: string;
  /** The value that these queries have. */
  readonly value: string;
  /** Queries in the slice. */
  readonly queries: number;
  /** Primary metric of the baseline. */
  readonly baseline: number;
  /** Primary metric of the candidate. */
  readonly candidate: number;
  /** The comparison of the primary metric within the slice. */
  readonly comparison?: MetricComparison | undefined;
}

/** Everything measured with one set of queries. */
export interface TestFacts {
  /** What the queries are and where they come from, in a sentence. */
  readonly description: string;
  /** Queries that were measured. */
  readonly queries: number;
  /** Documents that were searched. */
  readonly corpus: number;
  /** Systems, in the order to show them. */
  readonly systems?: readonly SystemResult[] | undefined;
  /**
   * The tuned model against the base, all else being equal. Its `clusterCount` is that of the
   * products that the queries are about, near-duplicates and other groups of a split counted as one.
   */
  readonly comparison?: RunComparison | undefined;
  /** Further pairs of systems, such as BM25 against the tuned model. */
  readonly otherComparisons?: readonly RunComparison[] | undefined;
  /** The primary metric in parts of the queries. */
  readonly slices?: readonly SliceResult[] | undefined;
  /** Every query under both models, for the plots of changes and ranks. */
  readonly changes?: readonly QueryChange[] | undefined;
  /** Mean number of relevant documents a query; 1 makes recall and accuracy the same figure. */
  readonly relevantPerQuery?: number | undefined;
  /** Whether the relevance was judged by those who made the model. */
  readonly judgedByMaker?: boolean | undefined;
  /**
   * Smallest true difference of the primary metric that would be found four times in five.
   * @default derived from the interval of the comparison
   */
  readonly smallestDetectableDifference?: number | undefined;
}
