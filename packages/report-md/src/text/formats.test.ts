import { describe, expect, it } from "vitest";
import { escapeHtml } from "./escape-html.ts";
import { formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatInterval } from "./format-interval.ts";
import { formatLearningRate } from "./format-learning-rate.ts";
import { formatNumber } from "./format-number.ts";
import { formatPValue } from "./format-p-value.ts";
import { formatPercent } from "./format-percent.ts";
import { formatSigned } from "./format-signed.ts";
import { metricLabel, sortMetrics } from "./metric-label.ts";

describe("numbers", () => {
  it("have fixed decimals and no negative zero", () => {
    expect(formatNumber(0.26804)).toBe("0.2680");
    expect(formatNumber(-0.00001)).toBe("0.0000");
    expect(formatNumber(Number.NaN)).toBe("n/a");
    expect(formatNumber(Infinity, 1)).toBe("n/a");
  });

  it("show the direction of a difference, and none when it rounds to 0", () => {
    expect(formatSigned(0.0454)).toBe("+0.0454");
    expect(formatSigned(-0.0454)).toBe("-0.0454");
    expect(formatSigned(0.00001)).toBe("0.0000");
    expect(formatInterval([-0.01, 0.02], 2)).toBe("[-0.01, +0.02]");
    expect(formatPercent(16.95)).toBe("+16.9%");
    expect(formatPercent(-2.04)).toBe("-2.0%");
    expect(formatPercent(null)).toBe("n/a");
  });

  it("group thousands", () => {
    expect(formatCount(22_713_216)).toBe("22,713,216");
    expect(formatCount(402.44)).toBe("402.4");
    expect(formatCount(Number.NaN)).toBe("n/a");
  });

  it("show on which side of 0.05 a p-value lies", () => {
    expect(formatPValue(0.00009)).toBe("< 0.001");
    expect(formatPValue(0.0432)).toBe("0.043");
    expect(formatPValue(0.0499)).toBe("0.0499");
    expect(formatPValue(0.0501)).toBe("0.0501");
    expect(formatPValue(1)).toBe("1.000");
  });

  it("write learning rates as papers do", () => {
    expect(formatLearningRate(2e-5)).toBe("2e-5");
    expect(formatLearningRate(0.01)).toBe("0.01");
    expect(formatLearningRate(0)).toBe("0");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [0.0123, "12 ms"],
    [0.9996, "1.0 s"],
    [4.24, "4.2 s"],
    [59.6, "1 min 00 s"],
    [192.4, "3 min 12 s"],
    [3599.6, "1 h 00 min"],
    [3845, "1 h 04 min"],
    [-1, "n/a"],
    [Number.NaN, "n/a"],
  ])("says %d s as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe("escapeHtml", () => {
  it("escapes what could end a text or an attribute", () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;</a>\u0000`)).toBe(
      "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;",
    );
  });
});

describe("metricLabel", () => {
  it("writes known metrics as tables do and leaves others as they are", () => {
    expect(metricLabel("ndcg@10")).toBe("NDCG@10");
    expect(metricLabel("map")).toBe("MAP");
    expect(metricLabel("my metric\u001b[31m@3")).toBe("my metric@3");
    expect(metricLabel("constructor")).toBe("constructor");
  });

  it("sorts by measure, then by cutoff as a number", () => {
    expect(
      sortMetrics(["zz", "recall@10", "ndcg@10", "recall@5", "ndcg@5", "map", "mrr@10"]),
    ).toEqual(["ndcg@5", "ndcg@10", "mrr@10", "recall@5", "recall@10", "map", "zz"]);
  });
});
