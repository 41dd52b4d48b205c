import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countRelevant, evaluateRun, parseMetricName, rankByScore } from "../src/index.ts";
import type { Qrels, Run } from "../src/index.ts";

interface Case {
  readonly id: string;
  readonly qrels: Record<string, Record<string, number>>;
  readonly run: Record<string, Record<string, number>>;
  readonly expected: {
    readonly per_query: Record<string, Record<string, number>>;
    readonly mean: Record<string, number>;
    readonly mean_complete: Record<string, number>;
  };
  /** Values of trec_eval 10 where its 64-bit scores make a difference to pytrec_eval's 32 bits. */
  readonly trec_eval_10?: Record<string, Record<string, number>>;
}

const file = join(import.meta.dirname, "golden/ir_metrics.json");
const golden = JSON.parse(readFileSync(file, "utf8")) as {
  readonly measures: readonly string[];
  readonly cases: readonly Case[];
};
const counts = ["num_ret", "num_rel", "num_rel_ret"];
const metrics = golden.measures
  .filter((measure) => !counts.includes(measure))
  .map((measure) => ({ measure, name: parseMetricName(measure).name }));
const names = metrics.map(({ name }) => name);

function qrelsOf(entry: Case): Qrels {
  return new Map(
    Object.entries(entry.qrels).map(([id, grades]) => [id, new Map(Object.entries(grades))]),
  );
}

function runOf(entry: Case): Run {
  const rankings = Object.entries(entry.run).map(
    ([id, scores]) =>
      [
        id,
        rankByScore(Object.entries(scores).map(([docId, score]) => ({ docId, score }))),
      ] as const,
  );
  return { name: entry.id, rankings: new Map(rankings) };
}

function expectClose(
  got: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): void {
  for (const { measure, name } of metrics) {
    expect(Math.abs((got[name] ?? NaN) - (expected[measure] ?? NaN)), measure).toBeLessThan(1e-9);
  }
}

it("covers 200 cases and 23 measures", () => {
  expect([golden.cases.length, golden.measures.length]).toEqual([200, 23]);
});

describe.each(golden.cases)("trec_eval case $id", (entry) => {
  it("gives the same values per query, on average and complete", () => {
    const qrels = qrelsOf(entry);
    const run = runOf(entry);
    const convention = entry.trec_eval_10 ? "pytrec_eval" : "trec_eval";
    const complete = evaluateRun(run, qrels, { metrics: names, convention });
    const answered = evaluateRun(run, qrels, {
      metrics: names,
      convention,
      averageOver: "answered",
    });
    expect([...answered.perQuery.keys()].sort()).toEqual(
      Object.keys(entry.expected.per_query).sort(),
    );
    expectClose(answered.means, entry.expected.mean);
    expectClose(complete.means, entry.expected.mean_complete);
    for (const [queryId, expected] of Object.entries(entry.expected.per_query)) {
      expectClose(complete.perQuery.get(queryId) ?? {}, expected);
      const ids = (run.rankings.get(queryId) ?? []).map((doc) => doc.docId);
      expect(Object.values(countRelevant(ids, qrels.get(queryId) ?? new Map()))).toEqual(
        counts.map((count) => expected[count]),
      );
    }
  });
});

it("orders scores by 64 bits as trec_eval 10 does", () => {
  const [entry, ...others] = golden.cases.filter(({ trec_eval_10 }) => trec_eval_10);
  if (entry?.trec_eval_10 === undefined || others.length > 0) throw new Error("expected one case");
  const known = metrics.filter(({ measure }) => entry.trec_eval_10?.q0?.[measure] !== undefined);
  const { means } = evaluateRun(runOf(entry), qrelsOf(entry), { metrics: names });
  for (const { measure, name } of known) {
    expect(means[name], measure).toBe(entry.trec_eval_10.q0?.[measure]);
  }
  expect(known.length).toBe(17);
});
