import type { SliceResult } from "../data/test-facts.ts";
import { judgeDifference } from "./judge-difference.ts";
import type { Verdict } from "./judge-difference.ts";

/** Queries that a slice needs before it may say anything: below, one query moves its mean by 5 %. */
export const fewestSliceQueries = 20;

/** What one slice shows; nothing when it has too few queries or was not compared. */
export function judgeSlice(
  slice: SliceResult,
  confidence?: number,
): Verdict | "too few queries to judge" | "not compared" {
  if (slice.queries < fewestSliceQueries) return "too few queries to judge";
  if (slice.comparison === undefined) return "not compared";
  return judgeDifference(slice.comparison, confidence);
}
