import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJunitReport } from "./read-junit-report.ts";
import { readVitestReport } from "./read-vitest-report.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "reports-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(text: string) {
  const file = join(folder, "report");
  writeFileSync(file, text);
  return { file, project: "p" };
}

const missing = () => ({ file: join(folder, "none"), project: "p" });

describe("vitest's report", () => {
  const counts = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

  it("counts passed, skipped and planned tests", async () => {
    const report = { ...counts, numPendingTests: 1, numTodoTests: 1, testResults: [] };
    expect(await readVitestReport(write(JSON.stringify(report)))).toEqual({
      passed: 2,
      failed: 0,
      skipped: 2,
      failures: [],
    });
  });

  it("names the failed tests", async () => {
    const assertionResults = [
      { status: "passed", fullName: "works" },
      { status: "failed", fullName: "breaks" },
    ];
    const testResults = [{ name: "/x/a.test.ts", status: "failed", assertionResults }];
    const report = { ...counts, numFailedTests: 1, testResults };
    expect(await readVitestReport(write(JSON.stringify(report)))).toMatchObject({
      failed: 1,
      failures: ["p: breaks"],
    });
  });

  it("counts a file that could not be loaded as a failure", async () => {
    const testResults = [{ name: "/x/a.test.ts", status: "failed", assertionResults: [] }];
    const report = { ...counts, numPassedTests: 0, testResults };
    expect(await readVitestReport(write(JSON.stringify(report)))).toMatchObject({
      failed: 1,
      failures: ["p: /x/a.test.ts could not be run"],
    });
  });

  it.each([
    ["missing", "no test report was written", missing],
    ["cut short", "the test report is broken", () => write('{"numPassedTests":2,')],
    ["of another kind", "the test report is broken", () => write("[]")],
    [
      "without a test",
      "the test report has no test",
      () => write(JSON.stringify({ ...counts, numPassedTests: 0, testResults: [] })),
    ],
  ])("counts a report that is %s as a failure", async (_, failure, make) => {
    expect(await readVitestReport(make())).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [`p: ${failure}`],
    });
  });
});

describe("pytest's report", () => {
  const suite = (cases: string) =>
    write(
      `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite>${cases}</testsuite></testsuites>`,
    );

  it("counts passed, failed, broken and skipped tests", async () => {
    const result = await readJunitReport(
      suite(`<testcase classname="tests.a" name="one" time="0.1" />
<testcase classname="tests.a" name="two[a&gt;b]" time="0.1"><failure message="x">trace
<testcase></failure></testcase>
<testcase classname="tests.a" name="three"><error message="fixture">e</error></testcase>
<testcase classname="tests.a" name="four"><skipped type="pytest.skip" message="m" /></testcase>
<testcase classname="tests.a" name="five"><system-out>out</system-out></testcase>`),
    );
    expect(result).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      failures: ["p: tests.a two[a>b]", "p: tests.a three"],
    });
  });

  it.each([
    ["missing", "no test report was written", missing],
    ["cut short", "the test report is broken", () => write("<testsuites><testsuite>")],
    ["without a test", "the test report has no test", () => suite("")],
  ])("counts a report that is %s as a failure", async (_, failure, make) => {
    expect(await readJunitReport(make())).toMatchObject({ failed: 1, failures: [`p: ${failure}`] });
  });
});
