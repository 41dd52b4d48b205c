import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { tinyModel, writeTinyDataset } from "../../test/tiny-dataset.ts";
import { metricNames } from "../steps/metrics.ts";

const folder = temporaryFolder();
const searchfit = (...words: string[]) => runSearchfit(words, { folder: folder() });

beforeAll(() => {
  writeTinyDataset(join(folder(), "beir"));
});

const means = Object.fromEntries(metricNames.map((name) => [name, expect.any(Number)]));
const evaluation = {
  model: tinyModel,
  fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
  precision: "fp32",
  corpus: 3,
  queries: 2,
  means,
  slices: { style: { need: { queries: 1, means }, head: { queries: 1, means } } },
  latencyMs: { p50: expect.any(Number), p95: expect.any(Number) },
};

it("evaluates a model over the whole corpus, and writes a run that score agrees with", async () => {
  const words = ["evaluate", "--model", tinyModel, "--dataset", "beir", "--run", "tiny.trec"];
  const evaluated = await searchfit(...words, "--json");
  expect(evaluated.code).toBe(0);
  expect(evaluated.stderr).toContain("1 judged documents are not in the corpus");
  const document = JSON.parse(evaluated.stdout) as { means: Record<string, number> };
  expect(document).toEqual(evaluation);
  const run = readFileSync(join(folder(), "tiny.trec"), "utf8");
  expect(run.trim().split("\n")).toHaveLength(6); // 2 judged queries × 3 documents
  const scored = await searchfit(
    "score",
    "--qrels",
    "beir/qrels.tsv",
    "--run",
    "tiny.trec",
    "--json",
  );
  const { runs } = JSON.parse(scored.stdout) as { runs: unknown[] };
  expect(runs[0]).toMatchObject({ queries: 2, means: document.means });
});

it("shows the figures in a table without --json", async () => {
  const words = ["evaluate", "--model", tinyModel, "--dataset", "beir", "--precision", "int8"];
  const { code, stdout } = await searchfit(...words, "--title-weight", "0.5");
  expect(code).toBe(0);
  for (const part of ["(int8)", "NDCG@10:", "style: need", "to embed"]) {
    expect(stdout).toContain(part);
  }
});

it("compares two models query by query", async () => {
  const words = ["compare", "--baseline", tinyModel, "--candidate", tinyModel, "--dataset", "beir"];
  const { code, stdout, stderr } = await searchfit(...words, "--json");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as { metrics: Record<string, unknown> };
  expect(document).toMatchObject({ baseline: evaluation, candidate: evaluation });
  expect(Object.keys(document)).toEqual(["baseline", "candidate", "metrics"]);
  expect(Object.keys(document.metrics)).toEqual([...metricNames]);
  expect(document.metrics["ndcg@10"]).toEqual({
    baseline: expect.any(Number),
    candidate: expect.any(Number),
    difference: 0,
    changePercent: 0,
    interval: [0, 0],
    p: 1,
    wins: 0,
    ties: 2,
    losses: 0,
  });
  expect(stderr).toContain("the same model");
  expect(stderr).toContain("MODEL COMPARISON");
});

it.each([
  [["evaluate", "--model", tinyModel], "--dataset is missing"],
  [["compare", "--baseline", tinyModel, "--dataset", "beir"], "--candidate is missing"],
  [["evaluate", "--model", "m", "--dataset", "beir", "--epochs", "2"], "--epochs belongs to"],
  [["evaluate", "--model", "m", "--dataset", "beir", "--title-weight", "2"], "from 0 to 1"],
])("refuses %j as a usage error", async (words, part) => {
  const { code, stderr } = await searchfit(...words);
  expect(code).toBe(2);
  expect(stderr).toContain(part);
});

it.each(["evaluate", "compare"])("%s is still a step without these flags", async (name) => {
  const { code, stdout } = await searchfit(name, "--experiment", "untrained", "--json");
  expect(code).toBe(1);
  const { error } = JSON.parse(stdout) as { error: unknown };
  expect(error).toMatchObject({
    code: "INPUT_MISSING",
    message: expect.stringContaining(`Step "${name}"`),
  });
});

it.each([
  [["evaluate", "--model", "./none", "--dataset", "beir"], "./none"],
  [["evaluate", "--model", tinyModel, "--dataset", "none"], "corpus.jsonl"],
])("names what is not there: %j", async (words, part) => {
  const { code, stderr } = await searchfit(...words);
  expect(code).toBe(1);
  expect(stderr).toContain(part);
  expect(stderr).toContain("Hint:");
});
