import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { countByLanes } from "./count-by-lanes.ts";
import { roomForScores } from "./counting-program.ts";

const rung = fc.constantFrom(
  -1.5,
  -0,
  0,
  0.25,
  1,
  Math.fround(0.1),
  -(2 ** -149),
  Math.fround(3.4e38),
);
const score = fc.oneof(rung, fc.constantFrom(NaN, Infinity, -Infinity), fc.float());

/** What the counter must find, score by score; `above` starts at 7. */
function expected(row: Float32Array, rungs: readonly number[]) {
  const count = (test: (score: number) => boolean) => row.filter(test).length;
  return {
    above: rungs.map((value) => 7 + count((each) => each > value)),
    equal: rungs.map((value) => count((each) => !(each > value) && !(each < value))),
  };
}

function counted(count: typeof countByLanes, row: Float32Array, rungs: readonly number[]) {
  const above = new Float64Array(rungs.length).fill(7);
  const equal = count(row, Float64Array.from(rungs), above);
  return { above: Array.from(above), equal: Array.from(equal) };
}

describe("countByLanes", () => {
  it("counts what a loop over the scores counts, whatever they are", () => {
    const rungs = fc.array(rung, { minLength: 1, maxLength: 7 });
    const rows = fc.array(score, { maxLength: 40 }).map((scores) => Float32Array.from(scores));
    fc.assert(
      fc.property(rows, rungs, (row, values) => {
        expect(counted(countByLanes, row, values)).toEqual(expected(row, values));
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it.each([0, 1, roomForScores, roomForScores + 1, 2 * roomForScores + 5])(
    "counts rows longer than its memory too: %i scores",
    (length) => {
      const row = Float32Array.from({ length }, (_, at) => ((at * 37) % 101) / 100);
      const values = [0, Math.fround(0.5), 1];
      expect(counted(countByLanes, row, values)).toEqual(expected(row, values));
    },
  );
});

describe("without WebAssembly", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it("counts the same", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const other = await import("./count-by-lanes.ts");
    const row = Float32Array.of(0.5, NaN, 1, 0, 0.5);
    expect(counted(other.countByLanes, row, [0.5, 1])).toEqual(expected(row, [0.5, 1]));
  });
});
