import { sliceQueries, type EvaluationResult } from "@searchfit/ir-metrics";
import type { TestQuery } from "../steps/test-queries.ts";

/** Figures of the queries that share a value of an attribute. */
export interface SliceMeans {
  /** How many there are: few say little. */
  readonly queries: number;
  /** Metric → mean over them. */
  readonly means: Readonly<Record<string, number>>;
}

/** Attribute → value → figures. */
export type Slices = Readonly<Record<string, Readonly<Record<string, SliceMeans>>>>;

/** More values than that are ids or free text and divide nothing. */
const mostValues = 50;

/**
 * Means by the attributes of the queries. An attribute with one value, or with more than
 * {@link mostValues}, is left out.
 */
export function meansBySlice(result: EvaluationResult, queries: readonly TestQuery[]): Slices {
  const attributes = new Map(
    queries.map(({ _id, attributes: given }) => [_id, new Map(Object.entries(given ?? {}))]),
  );
  const slices = Map.groupBy(sliceQueries(attributes), ({ attribute }) => attribute);
  const dividing = [...slices].filter(([, { length }]) => length > 1 && length <= mostValues);
  return Object.fromEntries(
    dividing.map(([attribute, values]) => [
      attribute,
      Object.fromEntries(values.map(({ value, queryIds }) => [value, meansOf(result, queryIds)])),
    ]),
  );
}

function meansOf(result: EvaluationResult, ids: readonly string[]): SliceMeans {
  const rows = ids.map((id) => result.perQuery.get(id)).filter((row) => row !== undefined);
  const mean = (metric: string) =>
    rows.reduce((sum, row) => sum + (row[metric] ?? 0), 0) / rows.length;
  return {
    queries: rows.length,
    means: Object.fromEntries(Object.keys(result.means).map((metric) => [metric, mean(metric)])),
  };
}
