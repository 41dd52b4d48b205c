import fc from "fast-check";
import { expect, it } from "vitest";
import { compareDocIds } from "./compare-doc-ids.ts";

it("orders ids as their UTF-8 bytes do", () => {
  const edges = ["\0", "9", "A", "a", "é", "\uD7FF", "\uE000", "\uFFFD", "\u{10000}", "\u{10FFFF}"];
  const id = fc.string({ unit: fc.constantFrom(...edges), maxLength: 6 });
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(compareDocIds(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { seed: 42, numRuns: 2000 },
  );
});

it.each([
  ["10", "9"],
  ["B", "a"],
  ["a", "aa"],
  ["z", "é"],
  ["\uFF5E", "😀"],
  ["\uE000", "\u{10000}"],
])("puts %j before %j", (first, second) => {
  expect([compareDocIds(first, second), compareDocIds(second, first)]).toEqual([-1, 1]);
});
