import { expect, it } from "vitest";
import { overBudget } from "./over-budget.ts";

const budget = { a: { packed: 10, unpacked: 20 }, b: { packed: 5, unpacked: 5 } };

it("has nothing to say about packages that fit exactly", () => {
  expect(overBudget(budget, budget)).toEqual([]);
});

it("tells which size is too large, and packages that the budget lacks or no longer needs", () => {
  expect(
    overBudget({ a: { packed: 11, unpacked: 21 }, c: { packed: 1, unpacked: 1 } }, budget),
  ).toEqual([
    "a: packed 11 bytes, at most 10",
    "a: unpacked 21 bytes, at most 20",
    "c: has no budget",
    "b: has a budget, but is not published",
  ]);
});
