import { expect, it } from "vitest";
import { tokenizeEnglish } from "./tokenize-english.ts";

it.each([
  ["The runner's shoes, 3.5 mm", ["runner", "shoe", "3.5", "mm"]],
  ["Running and runs", ["run", "run"]],
  ["Wi-Fi 2.4GHz, 1,000 lumens", ["wi", "fi", "2.4", "ghz", "1,000", "lumen"]],
  ["don’t PANIC", ["don’t", "panic"]],
  ["Café cre\u0300me", ["café", "crème"]],
  ["Oakley™ Lamp® 5m²", ["oaklei", "lamp", "5m²"]],
  ["iPhone15 USB-C", ["iphone15", "usb", "c"]],
  ["it is to be", []],
  ["红色高跟鞋 iPhone手机", ["红色", "色高", "高跟", "跟鞋", "iphon", "手机"]],
  ["コーヒー the 鞋", ["コー", "ーヒ", "ヒー", "鞋"]],
  ["신발을 15㎝", ["신발", "발을", "15"]],
  ["  ", []],
  ["<b>lamp</b>\u0000\n😀", ["b", "lamp", "b"]],
])("cuts %j into terms", (text, terms) => {
  expect(tokenizeEnglish(text)).toEqual(terms);
});
