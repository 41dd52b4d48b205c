/**
 * Groups texts of similar length so that padding wastes little work.
 *
 * Texts are taken from the longest to the shortest (ties: the earlier first), and a batch grows
 * while its padded size (texts × longest text) stays within the budget.
 *
 * @param lengths Tokens of each text.
 * @param tokenBudget Padded tokens a batch may hold; a text longer than it gets a batch of its own.
 * @returns Batches of indices into `lengths`; every index exactly once.
 * @throws {RangeError} When the budget is below 1.
 * @example
 * lengthBatches([2, 9, 3], 10); // [[1], [2, 0]]
 */
export function lengthBatches(lengths: readonly number[], tokenBudget: number): number[][] {
  if (!(tokenBudget >= 1)) {
    throw new RangeError(`Expected a token budget of 1 or more, got ${tokenBudget}.`);
  }
  const order = lengths.map((_, index) => index);
  order.sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  let longest = 0;
  for (const index of order) {
    if (batch.length > 0 && (batch.length + 1) * longest > tokenBudget) {
      batches.push(batch);
      batch = [];
    }
    if (batch.length === 0) longest = lengths[index] ?? 0;
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
