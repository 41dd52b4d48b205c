/** Values that a field may be sent instead of what it is for, as JSON. */
export const strangeValues: readonly string[] = [
  ...["null", "true", "false", "0", "-0", "-1", "1.5", "1e308", "1e-400", "1e999", "-1e999"],
  ...["9007199254740993", `1${"0".repeat(400)}`, `0.${"3".repeat(1000)}`, "4294967296"],
  ...['""', '" "', '"\\t\\n"', '"a"', '"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"', '"\\ufeff"'],
  ...['"__proto__"', '"\\u202e"', '"<script>alert(1)</script>"', '"\'; DROP TABLE x; --"'],
  ...[`"${"x".repeat(3000)}"`, `"${"日本語 ".repeat(500)}"`, `"${"\\u0301".repeat(400)}"`],
  ...["[]", "[[]]", '[""]', '["a", 1]', "[1, 2, 3]", "[[1], [2]]", "[null]", '[{"text": 1}]'],
  ...['[{"text": "a"}]', `[${'"a",'.repeat(40)}"a"]`, `[${'"a",'.repeat(2048)}"a"]`],
  ...["{}", '{"text": "a"}', '{"toString": 1}', '{"__proto__": {"a": 1}}', '{"length": -1}'],
  ...["[".repeat(3000) + "]".repeat(3000), '{"a":'.repeat(1000) + "1" + "}".repeat(1000)],
];

/** Texts that a field may rightly be sent. */
export const fittingTexts: readonly string[] = [
  "rain jacket",
  "red shoe, size 42",
  "Kaffeekanne für 6 Tassen",
  "防水ジャケット",
  "حذاء أحمر",
  "👩‍👩‍👧 tent",
  "a\u0000b",
  "%s%n ${x} {{x}} ../../etc",
  "wool ".repeat(60),
];
