import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileText } from "../test/contract/hostile-text.ts";
import { formatTextArray, parseTextArray } from "./text-array.ts";

describe("array literals", () => {
  it.each([
    ["{}", []],
    ["{a,NULL,null}", ["a", null, "null"]],
    ['{"NULL","","a\\"b\\\\c,{}"}', ["NULL", "", 'a"b\\c,{}']],
    ["[2:3]={x,y}", ["x", "y"]],
  ])("reads %s", (literal, items) => {
    expect(parseTextArray(literal)).toEqual(items);
  });

  it("reads what it writes", () => {
    const items = fc.array(fc.option(hostileText));
    const property = fc.property(items, (values) => {
      expect(parseTextArray(formatTextArray(values, (value) => value))).toEqual(values);
    });
    fc.assert(property, { seed: 1 });
  });
});
