import type { TrainingPair } from "../pairs/training-pair.ts";

/** Which side of the line a group of products is on. */
export type DatasetSplit = "train" | "dev" | "test";

/** Share of the groups that goes to each side; the rest trains. */
export interface SplitShares {
  /** Share that judges, in [0, 1). */
  readonly test: number;
  /** Share that chooses the epoch, in [0, 1). */
  readonly dev: number;
}

/** Why a pair is in no split. */
export type DropReason =
  /** The same product has the same query already. */
  | "repeated-pair"
  /** A near-same query is a judged one. */
  | "query-judged"
  /** A near-same query is in test. */
  | "query-in-test"
  /** A near-same query is in dev. */
  | "query-in-dev";

/** A pair that is in no split. */
export interface DroppedPair {
  /** The pair. */
  readonly pair: TrainingPair;
  /** Why it was left out. */
  readonly reason: DropReason;
}

/** What {@link splitPairs} makes. */
export interface DatasetSplits {
  /** Pairs to train on. */
  readonly train: readonly TrainingPair[];
  /** Pairs to choose the epoch with; products unseen in training. */
  readonly dev: readonly TrainingPair[];
  /** Pairs to judge with, once; products unseen in training. */
  readonly test: readonly TrainingPair[];
  /** Known products, new queries: held-out queries of training products. Never mixed with test. */
  readonly known: readonly TrainingPair[];
  /** Product → family of near-duplicates, for judgments and negatives. */
  readonly families: ReadonlyMap<string, string>;
  /** Product → group that was not torn apart: families, and products that share a query. */
  readonly groups: ReadonlyMap<string, string>;
  /** Group → its side. */
  readonly assignment: ReadonlyMap<string, DatasetSplit>;
  /** Pairs in no split, and why. */
  readonly dropped: readonly DroppedPair[];
}
