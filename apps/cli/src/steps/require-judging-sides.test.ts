import type { TrainingPair } from "@searchfit/retrieval-dataset";
import { expect, it } from "vitest";
import { requireJudgingSides } from "./require-judging-sides.ts";

const pair: TrainingPair = {
  ...{ query: "red shoe", positive: "Red shoe.", product_id: "p1", title: "Shoe" },
  ...{ domain: "shoes", style: "need" },
};
const dropped = [{ pair, reason: "query-judged" as const }];

function check(sides: { dev?: number; test?: number; known?: number }, judged = false) {
  const { dev = 0, test = 0, known = 0 } = sides;
  const warnings: string[] = [];
  const pairs = (count: number) => Array.from({ length: count }, () => pair);
  const splits = { dev: pairs(dev), test: pairs(test), known: pairs(known), dropped };
  requireJudgingSides({ splits, judged }, { warn: (text) => warnings.push(text) });
  return warnings.join("\n");
}

it("refuses a split without dev queries, and says why pairs were dropped", () => {
  expect(() => check({ test: 3, known: 1 })).toThrow(/no dev query .*query-judged 1/u);
  expect(() => check({ test: 3 }, true)).toThrow(
    expect.objectContaining({ code: "TOO_FEW_PRODUCTS" }),
  );
});

it("refuses a split in which nothing judges", () => {
  expect(() => check({ dev: 3 })).toThrow(/no test query to compare the models on/u);
});

it("warns where only known products are left to test", () => {
  expect(check({ dev: 3, known: 2 })).toContain("these never decide");
  expect(check({ dev: 3, known: 2 }, true)).toBe("");
  expect(check({ dev: 3, test: 2 })).toBe("");
});
