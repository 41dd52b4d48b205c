import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateRun, ndcg } from "../index.ts";
import type { Grades, MetricName } from "../index.ts";

const metrics: readonly MetricName[] = [
  "ndcg",
  "ndcg@5",
  "ndcg_exp@5",
  "mrr",
  "mrr@5",
  "map",
  "map@5",
  "accuracy@5",
  "success@5",
  "precision@5",
  "recall@5",
  "judged@5",
  "rprec",
  "bpref",
];
const cutMetrics = metrics.filter((name) => name.endsWith("@5"));
const settings = { seed: 42, numRuns: 300 };

const ids = Array.from({ length: 14 }, (_, index) => `d${index}`);
const ranking = fc.shuffledSubarray(ids, { minLength: 1 });
const judgments = fc
  .array(fc.tuple(fc.constantFrom(...ids), fc.integer({ min: -1, max: 4 })), { minLength: 1 })
  .map((entries): Grades => new Map(entries));

function valuesOf(
  docIds: readonly string[],
  grades: Grades,
  names: readonly MetricName[] = metrics,
): Readonly<Record<string, number>> {
  const docs = docIds.map((docId, index) => ({ docId, score: -index }));
  const run = { name: "run", rankings: new Map([["q", docs]]) };
  return evaluateRun(run, new Map([["q", grades]]), { metrics: names }).means;
}

it("keeps every metric within 0 and 1", () => {
  fc.assert(
    fc.property(ranking, judgments, (docIds, grades) => {
      for (const [name, value] of Object.entries(valuesOf(docIds, grades))) {
        expect(value, name).toBeGreaterThanOrEqual(0);
        expect(value, name).toBeLessThanOrEqual(1 + 1e-12);
      }
    }),
    settings,
  );
});

it("does not look below the cutoff", () => {
  fc.assert(
    fc.property(ranking, judgments, (docIds, grades) => {
      const changed = [...docIds.slice(0, 5), ...docIds.slice(5).reverse()];
      expect(valuesOf(changed, grades, cutMetrics)).toEqual(valuesOf(docIds, grades, cutMetrics));
    }),
    settings,
  );
});

it("never lowers nDCG when a better document moves up", () => {
  fc.assert(
    fc.property(ranking, judgments, fc.tuple(fc.nat(), fc.nat()), (docIds, grades, places) => {
      const [high, low] = places.map((place) => place % docIds.length).sort((a, b) => a - b);
      const gainAt = (index = 0): number => Math.max(0, grades.get(docIds[index] ?? "") ?? 0);
      fc.pre(gainAt(low) > gainAt(high));
      const swapped = docIds.with(high ?? 0, docIds[low ?? 0] ?? "");
      swapped[low ?? 0] = docIds[high ?? 0] ?? "";
      expect(ndcg(swapped, grades, 5)).toBeGreaterThanOrEqual(ndcg(docIds, grades, 5) - 1e-12);
      expect(ndcg(swapped, grades)).toBeGreaterThan(ndcg(docIds, grades));
    }),
    settings,
  );
});

it("gives nDCG 1 to the ideal order", () => {
  fc.assert(
    fc.property(judgments, (grades) => {
      const best = [...grades].sort((a, b) => b[1] - a[1]);
      fc.pre((best[0]?.[1] ?? 0) > 0);
      const order = best.map(([docId]) => docId);
      expect(ndcg(order, grades)).toBeCloseTo(1, 12);
      expect(ndcg(order, grades, 3)).toBeCloseTo(1, 12);
    }),
    settings,
  );
});
