import type { DatasetSplit, SplitShares } from "./dataset-split.ts";
import { unitHash } from "./unit-hash.ts";

/** A group to be put on a side. */
export interface GroupToAssign {
  /** Its id; the draw depends on it and the seed alone. */
  readonly id: string;
  /** Category or domain; every stratum gets its shares. */
  readonly stratum: string;
}

interface DrawnGroup extends GroupToAssign {
  readonly draw: number;
}

/**
 * Puts every group on a side by its draw in [0, 1): below the test share to test, then dev, the
 * rest to train. A group's draw never changes, so what is added to or removed from the data moves
 * nothing else, except where a stratum of expected count e would get less than half of it or more
 * than twice: there the groups next to the line move over. Every side with a share gets at least
 * one group.
 */
export function assignGroups(
  groups: readonly GroupToAssign[],
  shares: SplitShares,
  seed: number,
): ReadonlyMap<string, DatasetSplit> {
  const drawn = groups
    .map((group) => ({ ...group, draw: unitHash(seed, "split", group.id) }))
    .sort((a, b) => a.draw - b.draw || (a.id < b.id ? -1 : 1));
  const sides = new Map<string, DatasetSplit>();
  for (const stratum of Map.groupBy(drawn, (group) => group.stratum).values())
    assignStratum(stratum, shares, sides);
  if (shares.test > 0) ensureOne("test", drawn, sides);
  if (shares.dev > 0) ensureOne("dev", drawn, sides);
  ensureOne("train", drawn.toReversed(), sides);
  return sides;
}

function assignStratum(
  sorted: readonly DrawnGroup[],
  shares: SplitShares,
  sides: Map<string, DatasetSplit>,
): void {
  const counts = sideCounts(
    sorted.map((group) => group.draw),
    shares,
  );
  for (const [index, group] of sorted.entries()) {
    const { test, dev } = counts;
    sides.set(group.id, index < test ? "test" : index < test + dev ? "dev" : "train");
  }
}

/** How many groups of a stratum go to test and to dev, lowest draws first. */
export function sideCounts(sortedDraws: ArrayLike<number>, shares: SplitShares): SplitShares {
  const { test, dev } = shares;
  const count = sortedDraws.length;
  let belowTest = 0;
  while (belowTest < count && (sortedDraws[belowTest] ?? 1) < test) belowTest += 1;
  let belowDev = belowTest;
  while (belowDev < count && (sortedDraws[belowDev] ?? 1) < test + dev) belowDev += 1;
  return {
    test: bounded(belowTest, test * count),
    dev: bounded(belowDev - belowTest, dev * count),
  };
}

function bounded(count: number, expected: number): number {
  const least = expected >= 1 ? Math.max(1, Math.floor(expected / 2)) : 0;
  const most = expected === 0 ? 0 : Math.max(1, Math.ceil(expected * 2));
  return Math.min(Math.max(count, least), most);
}

/** Gives a side that has nothing the first group of a side that has more than one. */
function ensureOne(
  side: DatasetSplit,
  candidates: readonly DrawnGroup[],
  sides: Map<string, DatasetSplit>,
): void {
  const counts = new Map<DatasetSplit, number>();
  for (const at of sides.values()) counts.set(at, (counts.get(at) ?? 0) + 1);
  if ((counts.get(side) ?? 0) > 0) return;
  const moved = candidates.find(({ id }) => (counts.get(sides.get(id) ?? side) ?? 0) > 1);
  if (moved !== undefined) sides.set(moved.id, side);
}
