import { expect, it } from "vitest";
import { queryWords } from "./words.ts";

it.each([
  ["The red lamps for my desks", ["desk", "lamp", "red"]],
  ["for the", ["for", "the"]],
  ["红色高跟鞋", ["红色", "色高", "跟鞋", "高跟"]],
  ["鞋", ["鞋"]],
  ["iPhone15手机壳", ["iphone15", "手机", "机壳"]],
])("tells what %j has in common with others", (query, words) => {
  expect(queryWords(query)).toEqual(words);
});
