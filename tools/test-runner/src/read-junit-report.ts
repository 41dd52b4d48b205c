import { readFile } from "node:fs/promises";
import { oneFailed, type StageResult } from "./stage.ts";
import type { ReportPlace } from "./read-vitest-report.ts";

/**
 * Counts the tests of pytest's JUnit XML report; a report that is missing, broken or without a test
 * is a failure.
 */
export async function readJunitReport({ file, project }: ReportPlace): Promise<StageResult> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return oneFailed(`${project}: no test report was written`);
  if (!text.includes("</testsuites>")) return oneFailed(`${project}: the test report is broken`);
  const cases = [...text.matchAll(/<testcase\b([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gsu)];
  const failures: string[] = [];
  let skipped = 0;
  for (const [, attributes = "", body = ""] of cases) {
    if (/<(?:failure|error)\b/u.test(body)) failures.push(`${project}: ${caseName(attributes)}`);
    else if (/<skipped\b/u.test(body)) skipped += 1;
  }
  if (cases.length === 0) return oneFailed(`${project}: the test report has no test`);
  const failed = failures.length;
  return { passed: cases.length - failed - skipped, failed, skipped, failures };
}

function caseName(attributes: string): string {
  const read = (name: string) =>
    new RegExp(`\\b${name}="([^"]*)"`, "u").exec(attributes)?.[1] ?? "";
  return unescapeXml([read("classname"), read("name")].filter((part) => part !== "").join(" "));
}

function unescapeXml(text: string): string {
  const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" } as const;
  return text.replaceAll(
    /&(lt|gt|quot|apos|amp);/gu,
    (_, name: keyof typeof entities) => entities[name],
  );
}
