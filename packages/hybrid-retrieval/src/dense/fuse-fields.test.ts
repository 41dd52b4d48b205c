import { expect, it } from "vitest";
import { fuseFields } from "./fuse-fields.ts";

function one(...data: number[]) {
  return { data: Float32Array.from(data), rows: 1, dimensions: data.length };
}

it("is the weighted mean at length 1", () => {
  const { data } = fuseFields(one(1, 0), one(0, 1), 0.25);
  const length = Math.hypot(0.25, 0.75);
  expect(data[0]).toBeCloseTo(0.25 / length, 6);
  expect(data[1]).toBeCloseTo(0.75 / length, 6);
});

it("is one of the fields at weights 1 and 0", () => {
  expect([...fuseFields(one(1, 0), one(0, 1), 1).data]).toEqual([1, 0]);
  expect([...fuseFields(one(1, 0), one(0, 1), 0).data]).toEqual([0, 1]);
});

it("leaves a row at 0 where the mean is 0", () => {
  expect([...fuseFields(one(1, 0), one(-1, 0), 0.5).data]).toEqual([0, 0]);
});

it("does not change its arguments", () => {
  const a = one(3, 4);
  fuseFields(a, one(0, 1), 0.5);
  expect([...a.data]).toEqual([3, 4]);
});

it("refuses fields that do not fit together", () => {
  expect(() => fuseFields(one(1, 0), one(1, 0, 0), 0.5)).toThrow("same length");
  const two = { data: new Float32Array(4), rows: 2, dimensions: 2 };
  expect(() => fuseFields(one(1, 0), two, 0.5)).toThrow(RangeError);
  expect(() => fuseFields(one(1, 0), one(1, 0), 2)).toThrow(RangeError);
});
