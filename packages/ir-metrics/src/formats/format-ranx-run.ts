import type { Run } from "../ranking/run.ts";
import { streamRanxRun } from "./stream-ranx-run.ts";

/**
 * A run in ranx' JSON, `{"query": {"document": score}}`, best documents first.
 *
 * @param run The run; its name is not written, the format has no place for it.
 * @returns Text that {@link parseRanxRun} reads back to an equal run, given its name. Beyond some
 *   500 MB take {@link streamRanxRun}.
 * @throws {IrMetricsError} `INVALID_SCORE` when a score is not finite.
 * @example
 * formatRanxRun({ name: "bm25", rankings: new Map([["q1", [{ docId: "d1", score: 0.9 }]]]) });
 * // '{\n  "q1": {"d1": 0.9}\n}\n'
 */
export function formatRanxRun(run: Run): string {
  return [...streamRanxRun(run)].join("");
}
