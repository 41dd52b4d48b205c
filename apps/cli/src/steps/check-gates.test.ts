import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeComparedExperiment } from "../../test/compared-experiment.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { checkGates, gateSentence } from "./check-gates.ts";

const folder = temporaryFolder();

it("holds figures, gain and time against their limits, and says all of them", async () => {
  // Ranks 2 and 1 become 1 and 1: mrr@10 goes from 0.75 to 1; two queries prove nothing.
  writeComparedExperiment(folder(), { ranks: { a: [2, 1], b: [1, 1] } });
  const gates = { minimum: { "mrr@10": 1, "recall@5": 1.1, none: 0 }, maxLatencyMs: 4.5 };
  const settings = { gates: { ...gates, significantGain: true } };
  const checked = await checkGates({ experiment: { folder: folder() }, settings });
  expect(checked.filter(({ passed }) => passed).map(({ name }) => name)).toEqual(["mrr@10"]);
  expect(checked.filter(({ passed }) => !passed).map(gateSentence)).toEqual([
    "recall@5 is 1.0000, expected 1.1 or more",
    "none is not measured, expected 0 or more",
    "change of ndcg@10 is 0.1845 (p = 1.000), expected a gain with p < 0.05",
    "time of a query (p95) is 5 ms, expected 4.5 ms or less",
  ]);
});

it("has nothing measured where no test decides", async () => {
  const place = join(folder(), "known");
  writeComparedExperiment(place, { ranks: { a: [2, 1] } });
  const file = join(place, "comparison_report.json");
  const { tests, ...rest } = JSON.parse(readFileSync(file, "utf8")) as {
    tests: { judged: object };
  };
  const known = { ...rest, headline: null, tests: { knownProducts: tests.judged } };
  writeFileSync(file, JSON.stringify(known));
  const gates = { minimum: { "mrr@10": 0.1 }, maxLatencyMs: null, significantGain: true };
  const checked = await checkGates({ experiment: { folder: place }, settings: { gates } });
  expect(checked.map(gateSentence)).toEqual([
    "mrr@10 is not measured, expected 0.1 or more",
    "change of ndcg@10 is not measured, expected a gain with p < 0.05",
  ]);
  expect(checked.some(({ passed }) => passed)).toBe(false);
});
