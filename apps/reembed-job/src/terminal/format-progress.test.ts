import { expect, it } from "vitest";
import { formatIndexProgress } from "./format-index-progress.ts";
import { formatProgress } from "./format-progress.ts";

it("tells batch, share, rate and the time that is left", () => {
  expect(formatProgress({ done: 64, total: 1013, perSecond: 14.1 })).toBe(
    "Re-embedded batch 64/1013 (6.3%), 14.1 products/s, 1 min 7 s left",
  );
  expect(formatProgress({ done: 1013, total: 1013, perSecond: 250.4 })).toBe(
    "Re-embedded batch 1013/1013 (100.0%), 250 products/s",
  );
});

it("tells no rate before there is one, and nothing left of nothing", () => {
  expect(formatProgress({ done: 0, total: 0, perSecond: Number.NaN })).toBe(
    "Re-embedded batch 0/0 (100.0%)",
  );
});

it("tells the phase of an index's build, and how far it is where that is known", () => {
  expect(
    formatIndexProgress({ phase: "building index: loading tuples", done: 25_000, total: 100_000 }),
  ).toBe("Index: building index: loading tuples, 25000/100000 (25.0%)");
  expect(formatIndexProgress({ phase: "waiting for old snapshots", done: 0, total: 0 })).toBe(
    "Index: waiting for old snapshots",
  );
});
