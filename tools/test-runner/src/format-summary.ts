import { sumResults, type StageResult } from "./stage.ts";

/** A stage that has run, or was left out because an earlier one failed. */
export interface FinishedStage {
  /** Its name. */
  readonly name: string;
  /** What it counted. */
  readonly result: StageResult;
  /** How long it took. */
  readonly seconds: number;
}

const shownFailures = 50;

/**
 * Formats what failed, the table of stages, and the closing line `N passed, N failed` (with
 * `, N skipped` when any were) as the last line.
 *
 * @example
 * formatSummary([{ name: "unit", result: { passed: 2, failed: 0, skipped: 0, failures: [] }, seconds: 61 }])
 *   .split("\n").at(-2); // "2 passed, 0 failed"
 */
export function formatSummary(stages: readonly FinishedStage[]): string {
  const total = sumResults(stages.map((stage) => stage.result));
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const rows = [
    ["stage", "passed", "failed", "skipped", "time"],
    ...stages.map((stage) => row(stage.name, stage.result, stage.seconds)),
    row("all", total, seconds),
  ];
  const more = total.failures.length - shownFailures;
  const failures = [
    ...total.failures.slice(0, shownFailures).map((failure) => `  ${failure}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  return [
    ...(failures.length > 0 ? ["Failed:", ...failures, ""] : []),
    ...rows.map(alignRow),
    "",
    `${total.passed} passed, ${total.failed} failed${skipped}`,
    "",
  ].join("\n");
}

/** Time for people: `9.4 s`, `12 min 03 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

function row(name: string, result: StageResult, seconds: number): string[] {
  const counts = [result.passed, result.failed, result.skipped].map(String);
  return [name, ...counts, formatDuration(seconds)];
}

function alignRow([name = "", ...numbers]: readonly string[]): string {
  const widths = [8, 8, 9, 14];
  return name.padEnd(10) + numbers.map((text, at) => text.padStart(widths[at] ?? 0)).join("");
}
