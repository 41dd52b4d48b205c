import type { Run } from "../ranking/run.ts";
import { createLineProblems } from "./line-problems.ts";
import { createRanxRunReader } from "./ranx-run-reader.ts";
import { readWhole } from "./text-reader.ts";

/**
 * A run from JSON as ranx and pytrec_eval have it: `{"query": {"document": score}}`. Scores decide
 * the order ({@link rankByScore}).
 *
 * @param text The file's content; {@link readRun} takes it in parts.
 * @param name The run's name, which such files do not hold; "run" when left out.
 * @returns The run, queries in the order of the file.
 * @throws {IrMetricsError} `INVALID_RUN` with every problem of the text: a score that is no finite
 *   number, a query or document that comes twice, and where it stops being such JSON.
 * @example
 * parseRanxRun('{"q1": {"d1": 0.9}}', "dense").name; // "dense"
 */
export function parseRanxRun(text: string, name?: string): Run {
  return readWhole(text, createRanxRunReader(createLineProblems(), name));
}
