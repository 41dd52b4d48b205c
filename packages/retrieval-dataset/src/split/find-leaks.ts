import type { Query } from "../pairs/query.ts";
import { queryNeighbours } from "./query-neighbours.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";

/** A set of pairs or queries on one side of the line. */
export type LeakSide = "train" | "dev" | "test" | "known" | "judged";

/** Something that is on both sides of a line that nothing may cross. */
export interface Leak {
  /** What is the same: the product, its group, or (nearly) the query's text. */
  readonly kind: "product" | "group" | "query";
  /** The two sides, the stricter one second. */
  readonly between: readonly [LeakSide, LeakSide];
  /** The product id, the group id, or the query on the first side. */
  readonly value: string;
  /** For queries the text on the second side; otherwise the same as `value`. */
  readonly other: string;
}

/** What {@link findLeaks} compares. */
export interface FindLeaksInput {
  /** Pairs to train on. */
  readonly train: readonly TrainingPair[];
  /** Pairs to choose with. */
  readonly dev: readonly TrainingPair[];
  /** Pairs to judge with. */
  readonly test: readonly TrainingPair[];
  /** Known products, new queries. @default none */
  readonly known?: readonly TrainingPair[];
  /** Product → group; products that are not in it are their own group. */
  readonly groups: ReadonlyMap<string, string>;
  /** Queries judged by people. @default none */
  readonly judgedQueries?: readonly Query[];
}

const LINES = [
  ["train", "dev"],
  ["train", "test"],
  ["dev", "test"],
] as const;

/**
 * Everything that crosses from one side of a split to another: the same product, the same group,
 * or the same or near-same query text between train, dev and test. Known-product and judged
 * queries are compared by text with train alone, judged ones with dev too.
 *
 * It knows nothing of how the split was made, so it can check a split from anywhere.
 *
 * @returns The leaks, none when the split is clean; each once.
 * @example
 * findLeaks({ train: [a], dev: [], test: [a], groups: new Map() })[0]?.kind; // "product"
 */
export function findLeaks(input: FindLeaksInput): readonly Leak[] {
  const leaks: Leak[] = [];
  for (const [first, second] of LINES) {
    const ids = (side: "train" | "dev" | "test") => input[side].map((pair) => pair.product_id);
    const groups = (side: "train" | "dev" | "test") =>
      ids(side).map((id) => input.groups.get(id) ?? id);
    leaks.push(...sameValues("product", [first, second], [ids(first), ids(second)]));
    leaks.push(...sameValues("group", [first, second], [groups(first), groups(second)]));
  }
  return [...leaks, ...queryLeaks(input)];
}

function sameValues(
  kind: "product" | "group",
  between: readonly [LeakSide, LeakSide],
  [first, second]: readonly [readonly string[], readonly string[]],
): readonly Leak[] {
  const onSecond = new Set(second);
  const shared = [...new Set(first)].filter((value) => onSecond.has(value));
  return shared.map((value) => ({ kind, between, value, other: value }));
}

function queryLeaks(input: FindLeaksInput): readonly Leak[] {
  const texts = {
    train: input.train.map((pair) => pair.query),
    dev: input.dev.map((pair) => pair.query),
    test: input.test.map((pair) => pair.query),
    known: (input.known ?? []).map((pair) => pair.query),
    judged: (input.judgedQueries ?? []).map((query) => query.text),
  };
  const entries = Object.entries(texts).flatMap(([side, queries]) =>
    queries.map((query) => ({ side: side as LeakSide, query })),
  );
  const { wordingOf, near } = queryNeighbours(entries.map(({ query }) => query));
  const bySide = new Map<LeakSide, Map<number, string>>();
  for (const [index, { side, query }] of entries.entries()) {
    const wordings = bySide.get(side) ?? new Map<number, string>();
    bySide.set(side, wordings);
    if (!wordings.has(wordingOf[index] ?? 0)) wordings.set(wordingOf[index] ?? 0, query);
  }
  const lines: readonly (readonly [LeakSide, LeakSide])[] = [
    ...LINES,
    ["train", "known"],
    ["train", "judged"],
    ["dev", "judged"],
  ];
  return lines.flatMap((between) => sharedQueries(between, bySide, near));
}

function sharedQueries(
  between: readonly [LeakSide, LeakSide],
  bySide: ReadonlyMap<LeakSide, ReadonlyMap<number, string>>,
  near: readonly ReadonlySet<number>[],
): readonly Leak[] {
  const leaks: Leak[] = [];
  const second = bySide.get(between[1]) ?? new Map<number, string>();
  for (const [wording, value] of bySide.get(between[0]) ?? [])
    for (const close of near[wording] ?? []) {
      const other = second.get(close);
      if (other !== undefined) leaks.push({ kind: "query", between, value, other });
    }
  return leaks;
}
