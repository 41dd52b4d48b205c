import { describe, expect, it } from "vitest";
import { rowOf } from "./matrix.ts";

describe("rowOf", () => {
  it("is a view of one row", () => {
    const matrix = { data: Float32Array.of(1, 2, 3, 4), rows: 2, dimensions: 2 };
    expect(rowOf(matrix, 1)).toEqual(Float32Array.of(3, 4));
    expect(() => rowOf(matrix, 2)).toThrow(RangeError);
  });
});
