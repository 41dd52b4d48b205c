import { expect, it } from "vitest";
import { formatDuration, formatSummary } from "./format-summary.ts";
import { oneFailed, onePassed } from "./stage.ts";

it("ends with one plain closing line", () => {
  const text = formatSummary([
    { name: "format", result: onePassed, seconds: 4.21 },
    { name: "unit", result: { passed: 120, failed: 0, skipped: 0, failures: [] }, seconds: 95.2 },
  ]);
  expect(text).toBe(
    `stage       passed  failed  skipped          time
format           1       0        0         4.2 s
unit           120       0        0    1 min 35 s
all            121       0        0    1 min 39 s

121 passed, 0 failed
`,
  );
});

it("lists what failed, and says skipped tests in the closing line", () => {
  const text = formatSummary([
    { name: "unit", result: { passed: 1, failed: 0, skipped: 2, failures: [] }, seconds: 1 },
    { name: "python", result: oneFailed("python: tests.a two"), seconds: 1 },
  ]);
  expect(text).toMatch(/^Failed:\n {2}python: tests\.a two\n\nstage/u);
  expect(text).toMatch(/\n\n1 passed, 1 failed, 2 skipped\n$/u);
});

it("cuts a long list of failures, but not its count", () => {
  const failures = Array.from({ length: 60 }, (_, index) => `f${index}`);
  const result = { passed: 0, failed: 60, skipped: 0, failures };
  const text = formatSummary([{ name: "unit", result, seconds: 1 }]);
  expect(text).toContain("  f49\n  … and 10 more\n");
  expect(text).toContain("0 passed, 60 failed");
});

it("formats seconds and minutes", () => {
  expect([0.04, 59.94, 60, 119.7].map(formatDuration)).toEqual([
    "0.0 s",
    "59.9 s",
    "1 min 00 s",
    "2 min 00 s",
  ]);
});
