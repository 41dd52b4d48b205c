import { expect, it } from "vitest";
import {
  countRelevant,
  evaluateRun,
  formatTrecEval,
  parseMetricNames,
  parseTrecQrels,
  parseTrecRun,
} from "../src/index.ts";
import type { Qrels, RelevantCounts, Run } from "../src/index.ts";
import { readGolden } from "./read-golden.ts";

const golden = readGolden("trec_eval_output.json") as {
  readonly qrels: string;
  readonly run: string;
  readonly results: readonly { readonly flags: readonly string[]; readonly stdout: string }[];
};
const qrels = parseTrecQrels(golden.qrels);
const run = parseTrecRun(golden.run);

/** trec_eval's line without the measures that this package does not have. */
function known(stdout: string): string {
  return stdout.replaceAll(/^(?:gm_map|iprec_at_recall_\d\.\d\d) .*\n/gmu, "");
}

/** Values of a flag that may come again. */
function valuesOf(flags: readonly string[], name: string): readonly string[] {
  return flags.filter((_, index) => flags[index - 1] === name);
}

interface Counted {
  readonly perQuery: ReadonlyMap<string, unknown>;
  readonly level: number;
  readonly depth: number | undefined;
}

function countsOf(given: { readonly run: Run; readonly qrels: Qrels }, counted: Counted) {
  const counts = new Map<string, RelevantCounts>();
  for (const queryId of counted.perQuery.keys()) {
    const ids = (given.run.rankings.get(queryId) ?? []).map(({ docId }) => docId);
    const grades = given.qrels.get(queryId) ?? new Map<string, number>();
    const options = { relevanceLevel: counted.level };
    counts.set(queryId, countRelevant(ids.slice(0, counted.depth), grades, options));
  }
  return counts;
}

it.each(golden.results)("prints what trec_eval $flags prints", ({ flags, stdout }) => {
  const level = Number(valuesOf(flags, "-l")[0] ?? 1);
  const depth = valuesOf(flags, "-M").map(Number)[0];
  const names = valuesOf(flags, "-m");
  const result = evaluateRun(run, qrels, {
    metrics: names.length === 0 ? parseMetricNames("official") : names.flatMap(parseMetricNames),
    averageOver: flags.includes("-c") ? "judged" : "answered",
    relevanceLevel: level,
    depth: depth ?? null,
    unjudged: flags.includes("-J") ? "removed" : "not-relevant",
  });
  const counted = { perQuery: result.perQuery, level, depth };
  const text = formatTrecEval(result, {
    perQuery: flags.includes("-q"),
    summary: !flags.includes("-n"),
    ...(names.length > 0 ? {} : { runId: true, counts: countsOf({ run, qrels }, counted) }),
  });
  expect(sortLines(text)).toEqual(sortLines(known(stdout)));
});

/** trec_eval orders measures its own way, and queries as its qrels reader sorts them. */
function sortLines(text: string): readonly string[] {
  return text.split("\n").sort();
}

it("covers 19 command lines", () => {
  expect(golden.results.length).toBe(19);
});
