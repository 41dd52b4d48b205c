import { expect, it } from "vitest";
import { rankBiasedOverlap, rankBiasedPrecision } from "../src/index.ts";
import { readGolden } from "./read-golden.ts";

const golden = readGolden("rank_biased.json") as {
  readonly precision: readonly {
    readonly ranking: readonly string[];
    readonly relevant: readonly string[];
    readonly values: Record<string, number>;
  }[];
  readonly overlap: readonly {
    readonly first: readonly string[];
    readonly second: readonly string[];
    readonly persistence: number;
    readonly extrapolated: number;
    readonly lowest: number;
    readonly highest: number;
  }[];
};

it("gives ranx' rank-biased precision", () => {
  expect(golden.precision.length).toBe(40);
  for (const { ranking, relevant, values } of golden.precision) {
    const grades = new Map(relevant.map((docId) => [docId, 1]));
    for (const [name, expected] of Object.entries(values)) {
      const persistence = Number(`0.${name.slice("rbp.".length)}`);
      expect(rankBiasedPrecision(ranking, grades, { persistence })).toBeCloseTo(expected, 12);
    }
  }
});

it("gives rbo's extrapolated overlap, and the bounds that the definition sums up to", () => {
  expect(golden.overlap.length).toBe(180);
  for (const { first, second, persistence, ...expected } of golden.overlap) {
    const got = rankBiasedOverlap(first, second, { persistence });
    expect(got.extrapolated).toBeCloseTo(expected.extrapolated, 10);
    expect(got.lowest).toBeCloseTo(expected.lowest, 9);
    expect(got.lowest + got.residual).toBeCloseTo(expected.highest, 9);
  }
});
