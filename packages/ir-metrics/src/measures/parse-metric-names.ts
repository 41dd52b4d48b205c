import type { MetricName } from "./metric.ts";
import { parseMetricName } from "./parse-metric-name.ts";

const cutoffs = [5, 10, 15, 20, 30, 100, 200, 500, 1000];

/** trec_eval's measures that stand for several cutoffs when none is given. */
const families: ReadonlyMap<string, readonly number[]> = new Map([
  ["P", cutoffs],
  ["recall", cutoffs],
  ["ndcg_cut", cutoffs],
  ["map_cut", cutoffs],
  ["success", [1, 5, 10]],
]);

/** trec_eval's nickname for what it prints without `-m`. */
const official = ["map", "Rprec", "bpref", "recip_rank", "P"];

/**
 * A list of metric names as users write them, separated by commas: `ndcg@10,map,P_5`.
 *
 * trec_eval's shorthands are read too: `ndcg_cut.5,10` is two cutoffs of one measure; `P`, `recall`,
 * `ndcg_cut`, `map_cut` and `success` alone are its usual cutoffs; `official` is what it prints by
 * itself, without `gm_map` and `iprec_at_recall`, which this package does not have.
 *
 * @param text The list.
 * @returns Each metric once, in our own spelling, in the order of the list.
 * @throws {IrMetricsError} `UNKNOWN_METRIC` when a name cannot be read, an empty one included.
 * @example
 * parseMetricNames("ndcg_cut.5,10,map"); // ["ndcg@5", "ndcg@10", "map"]
 */
export function parseMetricNames(text: string): readonly MetricName[] {
  let family = "";
  const names = text.split(",").flatMap((item) => {
    const word = item.trim();
    if (family !== "" && /^\d+$/.test(word)) return [`${family}.${word}`];
    family = /^([A-Za-z_]+)\.\d+$/.exec(word)?.[1] ?? "";
    return word === "official" ? official.flatMap(expanded) : expanded(word);
  });
  return [...new Set(names.map((name) => parseMetricName(name).name))];
}

function expanded(word: string): readonly string[] {
  return families.get(word)?.map((cutoff) => `${word}_${cutoff}`) ?? [word];
}
