import { expect, it } from "vitest";
import { poolTokens } from "./pool-tokens.ts";

const batch = {
  tokens: new Float32Array([1, 8, 3, 2, 9, 9, /* second text: no token */ 5, 5, 5, 5, 5, 5]),
  lengths: [2, 0],
  length: 3,
  dimensions: 2,
};

it.each([
  ["mean", [(1 + 3) / 2, (8 + 2) / 2]],
  ["max", [3, 8]],
  ["cls", [1, 8]],
  ["lasttoken", [3, 2]],
] as const)("pools by %s over real tokens only, zeros for an empty text", (pooling, expected) => {
  expect([...poolTokens(batch, pooling)]).toEqual([...expected, 0, 0]);
});

it("pools what comes after the skipped tokens; where nothing does, zeros, with cls the first token", () => {
  expect([...poolTokens(batch, "mean", 1)]).toEqual([3, 2, 0, 0]);
  expect([...poolTokens(batch, "cls", 1)]).toEqual([3, 2, 0, 0]);
  expect([...poolTokens(batch, "max", 2)]).toEqual([0, 0, 0, 0]);
  expect([...poolTokens(batch, "lasttoken", 2)]).toEqual([0, 0, 0, 0]);
  expect([...poolTokens(batch, "cls", 2)]).toEqual([1, 8, 0, 0]);
});
