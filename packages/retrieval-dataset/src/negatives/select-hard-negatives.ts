import { HardNegativeCollector } from "./hard-negative-collector.ts";
import type { HardNegatives, SelectHardNegativesOptions } from "./hard-negative-options.ts";

/**
 * Picks documents that the current system ranks high although they are not what the query was
 * written for: what a model learns most from, if they are truly wrong. So documents are left out
 * that are the positive itself, of its family, held out for dev or test (a model that was trained on
 * their texts is no longer judged by new products), near-duplicates of its text, judged, or scored
 * too near to the positive (within `margin`, or above `maxScoreShare` of its score; a positive that
 * the run did not find counts as just below the run's last document). Of the rest of the rank
 * window `count` are drawn by seed, each query by itself.
 *
 * @throws {RangeError} When ranks, count, share, margin or threshold make no sense.
 * @example
 * selectHardNegatives({ run, positives, groups, ranks: [5, 50], count: 3 }).report.selected; // 2847
 */
export function selectHardNegatives(options: SelectHardNegativesOptions): HardNegatives {
  const collector = new HardNegativeCollector(options);
  for (const query of collector.queries()) {
    const taken = query.drawn.slice(0, collector.count);
    collector.take(query, taken);
  }
  return collector.result();
}
