import type { DatasetSplit, DroppedPair, DropReason } from "./dataset-split.ts";
import type { QueryNeighbours } from "./query-neighbours.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";
import { unitHash } from "./unit-hash.ts";

/** What {@link distributePairs} works on. */
export interface DistributePairsInput {
  /** All pairs. */
  readonly pairs: readonly TrainingPair[];
  /** Of the pairs' queries in order, then of the judged queries. */
  readonly neighbours: QueryNeighbours;
  /** Product → group. */
  readonly groups: ReadonlyMap<string, string>;
  /** Group → side. */
  readonly assignment: ReadonlyMap<string, DatasetSplit>;
  /** Share of the training queries to hold out. */
  readonly knownShare: number;
  /** Seed of the draw. */
  readonly seed: number;
}

/** Pairs by where they went. */
export interface DistributedPairs {
  /** To train on. */
  readonly train: readonly TrainingPair[];
  /** To choose with. */
  readonly dev: readonly TrainingPair[];
  /** To judge with. */
  readonly test: readonly TrainingPair[];
  /** Held out of training. */
  readonly known: readonly TrainingPair[];
  /** Left out. */
  readonly dropped: readonly DroppedPair[];
}

interface PlacedPair {
  readonly pair: TrainingPair;
  readonly side: DatasetSplit;
  readonly wording: number;
  readonly near: ReadonlySet<number>;
}

/** Puts every pair on the side of its product's group and takes out what would leak. */
export function distributePairs(input: DistributePairsInput): DistributedPairs {
  const { wordingOf, near } = input.neighbours;
  const judged = new Set(wordingOf.slice(input.pairs.length));
  const dropped: DroppedPair[] = [];
  const placed = input.pairs.map((pair, index): PlacedPair => {
    const wording = wordingOf[index] ?? 0;
    const side = input.assignment.get(input.groups.get(pair.product_id) ?? "") ?? "train";
    return { pair, side, wording, near: near[wording] ?? new Set() };
  });
  const keep = (pairs: readonly PlacedPair[], taken: ReadonlySet<number>, reason: DropReason) =>
    pairs.filter(({ pair, near: wordings }) => {
      if (![...wordings].some((wording) => taken.has(wording))) return true;
      dropped.push({ pair, reason });
      return false;
    });
  const fresh = dropRepeated(placed, dropped);
  const test = fresh.filter(({ side }) => side === "test");
  const inTest = new Set(test.map(({ wording }) => wording));
  const choosing = fresh.filter(({ side }) => side === "dev");
  const dev = keep(keep(choosing, judged, "query-judged"), inTest, "query-in-test");
  const inDev = new Set(dev.map(({ wording }) => wording));
  const training = keep(
    fresh.filter(({ side }) => side === "train"),
    judged,
    "query-judged",
  );
  const clean = keep(keep(training, inTest, "query-in-test"), inDev, "query-in-dev");
  const known = holdOut(clean, input);
  return {
    train: clean.filter((placedPair) => !known.has(placedPair)).map(({ pair }) => pair),
    dev: dev.map(({ pair }) => pair),
    test: test.map(({ pair }) => pair),
    known: clean.filter((placedPair) => known.has(placedPair)).map(({ pair }) => pair),
    dropped,
  };
}

function dropRepeated(placed: readonly PlacedPair[], dropped: DroppedPair[]): PlacedPair[] {
  const seen = new Set<string>();
  return placed.filter(({ pair, wording }) => {
    const key = `${wording}\0${pair.product_id}`;
    if (!seen.has(key)) return Boolean(seen.add(key));
    dropped.push({ pair, reason: "repeated-pair" });
    return false;
  });
}

/**
 * Draws queries that no other training query resembles; every product keeps one to train on.
 */
function holdOut(
  training: readonly PlacedPair[],
  { knownShare, seed }: DistributePairsInput,
): ReadonlySet<PlacedPair> {
  const uses = new Map<number, number>();
  for (const { wording } of training) uses.set(wording, (uses.get(wording) ?? 0) + 1);
  const held = new Set<PlacedPair>();
  for (const pairs of Map.groupBy(training, ({ pair }) => pair.product_id).values()) {
    const drawn = pairs
      .filter(({ near }) => [...near].reduce((sum, each) => sum + (uses.get(each) ?? 0), 0) === 1)
      .map((placed) => ({ placed, draw: drawOf(placed.pair, seed) }))
      .filter(({ draw }) => draw < knownShare)
      .sort((a, b) => a.draw - b.draw);
    for (const { placed } of drawn.slice(0, pairs.length - 1)) held.add(placed);
  }
  return held;
}

function drawOf(pair: TrainingPair, seed: number): number {
  return unitHash(seed, "known", `${pair.product_id}\0${pair.query}`);
}
