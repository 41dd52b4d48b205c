import { expect, it } from "vitest";
import { findCycles } from "./find-cycles.ts";

it("finds none where every project can be built before those that need it", () => {
  expect(findCycles({ a: ["b", "c"], b: ["c"], c: [], d: ["unknown"] })).toEqual([]);
});

it("shows the path of a cycle, also of a project that needs itself", () => {
  expect(findCycles({ c: ["a"], a: ["b"], b: ["a"] })).toEqual([["a", "b", "a"]]);
  expect(findCycles({ a: ["a"] })).toEqual([["a", "a"]]);
});

it("finds two cycles that share a project", () => {
  expect(findCycles({ a: ["b", "c"], b: ["a"], c: ["a"] })).toEqual([
    ["a", "b", "a"],
    ["a", "c", "a"],
  ]);
});
