import { readFile } from "node:fs/promises";
import { oneFailed, type StageResult } from "./stage.ts";

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The report to read. */
export interface ReportPlace {
  /** The JSON file. */
  readonly file: string;
  /** Name of the project, for messages. */
  readonly project: string;
}

/**
 * Counts the tests of vitest's JSON report.
 *
 * A report that is missing, broken or without a test is a failure, and so is a test file that could
 * not be loaded.
 */
export async function readVitestReport({ file, project }: ReportPlace): Promise<StageResult> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return oneFailed(`${project}: no test report was written`);
  const report = parseReport(text);
  if (report === undefined) return oneFailed(`${project}: the test report is broken`);
  const skipped = report.numPendingTests + report.numTodoTests;
  if (report.numPassedTests + report.numFailedTests + skipped === 0 && !hasBrokenFile(report)) {
    return oneFailed(`${project}: the test report has no test`);
  }
  const failures = report.testResults.flatMap((result) => fileFailures(project, result));
  return {
    passed: report.numPassedTests,
    failed: Math.max(failures.length, report.numFailedTests),
    skipped,
    failures,
  };
}

type FileResult = VitestReport["testResults"][number];

function fileFailures(project: string, result: FileResult): string[] {
  const failed = result.assertionResults.filter((test) => test.status === "failed");
  if (failed.length > 0) return failed.map((test) => `${project}: ${test.fullName}`);
  return isBroken(result) ? [`${project}: ${result.name} could not be run`] : [];
}

const isBroken = (result: FileResult) =>
  result.status === "failed" && !result.assertionResults.some((test) => test.status === "failed");

const hasBrokenFile = (report: VitestReport) => report.testResults.some(isBroken);

function parseReport(text: string): VitestReport | undefined {
  try {
    const report = JSON.parse(text) as Partial<VitestReport> | null;
    const counts = [
      report?.numPassedTests,
      report?.numFailedTests,
      report?.numPendingTests,
      report?.numTodoTests,
    ];
    const whole = counts.every(Number.isInteger) && Array.isArray(report?.testResults);
    return whole ? (report as VitestReport) : undefined;
  } catch {
    return undefined;
  }
}
