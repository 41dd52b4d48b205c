import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  adjustPValues,
  bootstrapInterval,
  cohensDz,
  pairedRandomizationTest,
  pairedTTest,
  signTest,
  wilcoxonTest,
} from "../src/index.ts";

interface PValue {
  readonly p_two_sided: number;
}
interface MonteCarloInterval {
  readonly low: number;
  readonly high: number;
  readonly tolerance_for_10000_resamples: number;
}
interface Case {
  readonly name: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly exact: {
    readonly mean_diff: number;
    readonly sd_diff_ddof1: number;
    readonly ttest_rel: {
      readonly t: number | "Infinity" | null;
      readonly p_two_sided: number | null;
      readonly df: number;
      readonly ci95?: readonly [number, number];
      readonly p_greater?: number;
      readonly p_less?: number;
    };
    readonly cohens_dz?: number;
    readonly sign_test: PValue & { wins: number; ties: number; losses: number };
    readonly wilcoxon_approx_no_correction?: PValue & { statistic: number };
    readonly wilcoxon_exact?: PValue & { statistic: number };
    readonly randomization_exact?: PValue;
  };
  readonly monte_carlo: {
    readonly randomization: PValue & { tolerance_for_10000_permutations: number };
    readonly bootstrap_percentile_ci95_mean_diff: MonteCarloInterval;
    readonly bootstrap_bca_ci95_mean_diff_scipy?: MonteCarloInterval;
  };
}

const file = join(import.meta.dirname, "golden/stats.json");
const golden = JSON.parse(readFileSync(file, "utf8")) as {
  readonly cases: readonly Case[];
  readonly multiple_comparisons: Record<string, readonly number[]>;
};

/**
 * Where the tolerance in the file is too small: scipy's own BCa bound of this case moves between
 * 0.0818 and 0.0887 with the seed (38 of 40 differences are 0, so the means lie on few points).
 */
const bcaTolerance: Readonly<Record<string, number>> = { "n40-two-outliers": 0.0052 };

/** Equal to 1e-9, and relatively so where values are tiny. */
function expectSame(got: number, expected: number, label: string): void {
  const bound = Math.max(1e-300, 1e-9 * Math.min(1, Math.abs(expected)));
  expect(Math.abs(got - expected), `${label}: ${got} for ${expected}`).toBeLessThan(
    Math.abs(expected) < 1e-12 && Math.abs(got) < 1e-12 ? 1e-12 : bound,
  );
}

function expectInterval(
  got: readonly [number, number],
  expected: MonteCarloInterval | undefined,
  leastTolerance = 0,
): void {
  if (expected === undefined) return;
  const tolerance = Math.max(expected.tolerance_for_10000_resamples, leastTolerance);
  expect(Math.abs(got[0] - expected.low)).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(got[1] - expected.high)).toBeLessThanOrEqual(tolerance);
}

it("covers 24 cases", () => {
  expect(golden.cases.length).toBe(24);
});

describe.each(golden.cases)("scipy case $name", ({ name, a, b, exact, monte_carlo }) => {
  const differences = a.map((value, index) => value - (b[index] ?? NaN));

  it("gives the same t-test", () => {
    const expected = exact.ttest_rel;
    const result = pairedTTest(differences);
    expectSame(result.meanDifference, exact.mean_diff, "mean");
    expectSame(result.standardDeviation, exact.sd_diff_ddof1, "deviation");
    expect(result.degreesOfFreedom).toBe(expected.df);
    if (expected.t === null) expect([result.t, result.p]).toEqual([NaN, 1]);
    else expectSame(result.p, expected.p_two_sided ?? NaN, "p");
    if (expected.t === "Infinity") expect(result.t).toBe(Infinity);
    if (typeof expected.t === "number") expectSame(result.t, expected.t, "t");
    if (expected.ci95) {
      expectSame(result.interval[0], expected.ci95[0], "low");
      expectSame(result.interval[1], expected.ci95[1], "high");
      const greater = pairedTTest(differences, { alternative: "greater" }).p;
      expectSame(greater, expected.p_greater ?? NaN, "greater");
      const less = pairedTTest(differences, { alternative: "less" }).p;
      expectSame(less, expected.p_less ?? NaN, "less");
    }
  });

  it("gives the same effect size, sign test and Wilcoxon test", () => {
    if (exact.cohens_dz !== undefined) expectSame(cohensDz(differences), exact.cohens_dz, "dz");
    const { p, ...counts } = signTest(differences);
    const { wins, ties, losses } = exact.sign_test;
    expect(counts).toEqual({ wins, ties, losses });
    expectSame(p, exact.sign_test.p_two_sided, "sign test");
    for (const [method, expected] of [
      ["normal", exact.wilcoxon_approx_no_correction],
      ["exact", exact.wilcoxon_exact],
    ] as const) {
      if (expected === undefined) continue;
      const result = wilcoxonTest(differences, { method });
      expectSame(result.statistic, expected.statistic, `${method} statistic`);
      expectSame(result.p, expected.p_two_sided, `${method} Wilcoxon`);
    }
  });

  it("gives the same randomization test", () => {
    const { p } = pairedRandomizationTest(differences);
    const { p_two_sided, tolerance_for_10000_permutations } = monte_carlo.randomization;
    if (exact.randomization_exact) expect(p).toBe(exact.randomization_exact.p_two_sided);
    else expect(Math.abs(p - p_two_sided)).toBeLessThanOrEqual(tolerance_for_10000_permutations);
    expect(p).toBeGreaterThan(0);
  });

  it("gives the same bootstrap intervals within their Monte Carlo tolerance", () => {
    expectInterval(bootstrapInterval(differences), monte_carlo.bootstrap_percentile_ci95_mean_diff);
    expectInterval(
      bootstrapInterval(differences, { method: "bca" }),
      monte_carlo.bootstrap_bca_ci95_mean_diff_scipy,
      bcaTolerance[name],
    );
  });
});

it("adjusts p-values as scipy and statsmodels do", () => {
  const {
    p = [],
    bonferroni,
    holm,
    benjamini_hochberg,
    benjamini_yekutieli,
  } = golden.multiple_comparisons;
  for (const [adjustment, expected] of [
    ["bonferroni", bonferroni],
    ["holm", holm],
    ["benjamini-hochberg", benjamini_hochberg],
    ["benjamini-yekutieli", benjamini_yekutieli],
  ] as const) {
    for (const [index, value] of adjustPValues(p, adjustment).entries()) {
      expectSame(value, expected?.[index] ?? NaN, adjustment);
    }
  }
});
