import { escapeXml } from "../text/escape-xml.ts";
import type { GateResult } from "./gate-result.ts";

/** What a JUnit file is about. */
export interface RenderJUnitOptions {
  /** Name of the experiment. */
  readonly experiment: string;
  /** The gates; none gives one test that is skipped, since readers refuse an empty file. */
  readonly gates: readonly GateResult[];
}

/**
 * Quality gates as JUnit XML, which every CI shows as tests: a gate that does not hold is a failure.
 *
 * @param options Experiment and gates.
 * @returns A whole XML 1.0 document, ending in a line feed.
 * @example
 * await writeFile("gates.xml", renderJUnit({ experiment: "shop", gates }));
 */
export function renderJUnit({ experiment, gates }: RenderJUnitOptions): string {
  const failures = gates.filter(({ passed }) => !passed).length;
  const skipped = gates.length === 0 ? 1 : 0;
  const counts = `tests="${gates.length + skipped}" failures="${failures}" errors="0" skipped="${skipped}"`;
  const cases =
    gates.length === 0
      ? ['    <testcase classname="gates" name="none set"><skipped/></testcase>']
      : gates.map(testCase);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="searchfit ${escapeXml(experiment)}" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase({ name, expected, actual, passed }: GateResult): string {
  const opening = `    <testcase classname="gates" name="${escapeXml(`${name}: ${expected}`)}"`;
  if (passed) return `${opening}/>`;
  const message = escapeXml(`expected ${expected}, got ${actual}`);
  return `${opening}><failure message="${message}">${message}</failure></testcase>`;
}
