import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PythonWithTools } from "./open-python.ts";
import { readJunitReport } from "./read-junit-report.ts";
import { oneFailed, sumResults, type StageResult } from "./stage.ts";

/** Which tests of `python/tests`. */
export interface PytestRequest {
  /** The repository root. */
  readonly root: string;
  /** Tests without the marker `slow`, or those with it alone. */
  readonly kind: "fast" | "slow";
}

/** Runs pytest and counts its tests; an error outside of the tests counts one failure. */
export async function runPytest(
  python: PythonWithTools,
  { root, kind }: PytestRequest,
): Promise<StageResult> {
  const report = join(root, `test-reports/python.${kind}.xml`);
  await rm(report, { force: true });
  const marker = kind === "slow" ? "slow" : "not slow";
  const options = ["-q", "-m", marker, "-p", "no:cacheprovider", `--junitxml=${report}`];
  const { exitCode } = await python.run("pytest", "python/tests", ...options);
  const tests = await readJunitReport({ file: report, project: "python" });
  return exitCode !== 0 && tests.failed === 0
    ? sumResults([tests, oneFailed(`pytest ended with exit code ${exitCode}`)])
    : tests;
}
