import fc from "fast-check";
import { expect, it } from "vitest";
import { lengthBatches } from "./length-batches.ts";

it("puts every text into exactly one batch within the budget", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300)), fc.integer({ min: 1, max: 4000 }), (lengths, budget) => {
      const batches = lengthBatches(lengths, budget);
      expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
      for (const batch of batches) {
        const longest = Math.max(...batch.map((i) => lengths[i] ?? 0));
        expect(batch.length === 1 || batch.length * longest <= budget).toBe(true);
      }
    }),
  );
});

it("refuses a budget below 1", () => {
  expect(() => lengthBatches([1], 0)).toThrow(RangeError);
});
