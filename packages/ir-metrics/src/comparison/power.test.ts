import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbers } from "../../test/result-of.ts";
import { judgePower } from "./judge-power.ts";
import { queriesNeeded } from "./queries-needed.ts";
import { smallestDetectableDifference } from "./smallest-detectable-difference.ts";

describe("queriesNeeded", () => {
  it("is the least number of queries that show the difference", () => {
    const spread = fc.double({ min: 0.001, max: 2, noNaN: true });
    const difference = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(spread, difference, (standardDeviation, wanted) => {
        const queryCount = queriesNeeded({ difference: wanted, standardDeviation });
        const shows = (count: number) =>
          smallestDetectableDifference({ standardDeviation, queryCount: count });
        expect(shows(queryCount)).toBeLessThanOrEqual(wanted);
        if (queryCount > 2) expect(shows(queryCount - 1)).toBeGreaterThan(wanted);
      }),
      { seed: 42 },
    );
  });

  it("grows with power, and is 2 where nothing varies", () => {
    const wanted = { difference: 0.02, standardDeviation: 0.2 };
    expect(queriesNeeded(wanted)).toBe(787);
    expect(queriesNeeded(wanted, { power: 0.9 })).toBeGreaterThan(1000);
    expect(queriesNeeded({ difference: 0.02, standardDeviation: 0 })).toBe(2);
    expect(queriesNeeded({ difference: 1e-9, standardDeviation: 1 })).toBe(Infinity);
  });

  it("refuses a difference of 0", () => {
    expect(() => queriesNeeded({ difference: 0, standardDeviation: 1 })).toThrow(RangeError);
  });
});

describe("judgePower", () => {
  it("says too few while the interval holds 0 and a worthwhile difference", () => {
    const noise = numbers(20, 1).map((value) => value - 0.5);
    expect(judgePower(noise)).toMatchObject({ tooFewQueries: true });
    const clear = noise.map((value) => value / 10 + 0.3);
    expect(judgePower(clear).tooFewQueries).toBe(false);
    expect(judgePower(noise, { worthwhile: 0.9 }).tooFewQueries).toBe(false);
    expect(judgePower(noise, { interval: [-0.001, 0.001] }).tooFewQueries).toBe(false);
    expect(judgePower(noise, { interval: [-0.02, 0.001] }).tooFewQueries).toBe(true);
  });

  it("gives what the queries show, and how many would be needed", () => {
    const differences = [0.1, -0.1, 0.2, -0.2];
    const power = judgePower(differences, { worthwhile: 0.05 });
    expect(power.smallestDetectable).toBe(smallestDetectableDifference(differences));
    const standardDeviation = Math.sqrt(0.1 / 3);
    expect(power.queriesNeeded).toBe(queriesNeeded({ difference: 0.05, standardDeviation }));
  });

  it("has too few with one query", () => {
    expect(judgePower([0.5])).toEqual({
      smallestDetectable: Infinity,
      queriesNeeded: Infinity,
      tooFewQueries: true,
    });
  });

  it("refuses a worthwhile difference of 0", () => {
    expect(() => judgePower([1, 2], { worthwhile: 0 })).toThrow(RangeError);
  });
});
