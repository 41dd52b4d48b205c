import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluateRun, parseMetricName } from "../src/index.ts";
import type { MetricName } from "../src/index.ts";

interface Golden {
  readonly results: readonly {
    readonly case: string;
    readonly query: string;
    readonly expected: Record<string, number>;
  }[];
}
interface Cases {
  readonly cases: readonly {
    readonly id: string;
    readonly qrels: Record<string, Record<string, number>>;
    readonly run: Record<string, Record<string, number>>;
  }[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, "golden", name), "utf8"));
}

const golden = read("st_ir_evaluator.json") as Golden;
const cases = new Map((read("ir_metrics.json") as Cases).cases.map((entry) => [entry.id, entry]));

it("has 445 results of sentence-transformers' evaluator", () => {
  expect(golden.results.length).toBe(445);
});

it("reproduces every one of them in the sentence-transformers convention", () => {
  for (const { case: id, query, expected } of golden.results) {
    const entry = cases.get(id);
    const docs = Object.entries(entry?.run[query] ?? {}).map(([docId, score]) => ({
      docId,
      score,
    }));
    const grades = new Map(Object.entries(entry?.qrels[query] ?? {}));
    const result = evaluateRun(
      { name: id, rankings: new Map([[query, docs]]) },
      new Map([[query, grades]]),
      {
        metrics: Object.keys(expected).map((name): MetricName => parseMetricName(name).name),
        convention: "sentence-transformers",
      },
    );
    for (const [name, value] of Object.entries(expected)) {
      const label = `${id} ${query} ${name}`;
      expect(Math.abs((result.means[name] ?? NaN) - value), label).toBeLessThan(1e-9);
    }
  }
});
