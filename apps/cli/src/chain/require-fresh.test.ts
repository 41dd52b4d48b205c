import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { writeChainedExperiment, type ChainedStep } from "../../test/chained-experiment.ts";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";

const folder = temporaryFolder();
const experiment = (...path: string[]) => join(folder(), "experiments", "shop", ...path);

/** What `split` makes with a seed. */
const splitWith = (seed: number): ChainedStep => ({
  name: "split",
  inputs: ["products.json", "training_pairs.json"],
  outputs: {
    "train_split.json": `["by seed ${seed}"]`,
    "split.json": JSON.stringify({ seed }),
    tests: {
      "newProducts.queries.jsonl": `{"_id":"q${seed}","text":"red shoe"}\n`,
      "newProducts.qrels": `q${seed} 0 p1 1\n`,
    },
  },
  config: { test: 0.3, dev: 0.1, known: 0, seed },
  summary: {
    ...{
      shares: { test: 0.3, dev: 0.1, known: 0 },
      groups: 9,
      leakCheck: { leaks: 0, checked: [] },
    },
    pairs: { train: 5, dev: 1, test: 3, known: 0 },
    products: { train: 5, dev: 1, test: 3, known: 0 },
  },
});

const baselineOf = (text: string): ChainedStep => ({
  ...{ name: "baseline", inputs: ["products.json", "tests"] },
  outputs: { "baseline_results.json": text, "runs/baseline.content.train.trec": text },
});

const chain: readonly ChainedStep[] = [
  { name: "extract", outputs: { "products.json": '[{"id":"p1","title":"shoe"}]' } },
  { name: "generate", inputs: ["products.json"], outputs: { "training_pairs.json": "[]" } },
  splitWith(42),
  baselineOf('"of seed 42"'),
  {
    ...{ name: "mine", inputs: ["train_split.json", "tests"] },
    outputs: { "hard_negatives.jsonl": "", "teacher_rankings.jsonl": "" },
  },
  {
    ...{ name: "fine-tune", inputs: ["train_split.json", "hard_negatives.jsonl"] },
    outputs: { model: { "config.json": "{}" } },
  },
  {
    ...{ name: "evaluate", inputs: ["tests", "baseline_results.json", "model"] },
    outputs: { "finetuned_results.json": "{}" },
  },
  {
    ...{ name: "compare", inputs: ["tests", "finetuned_results.json"] },
    outputs: { "comparison_report.json": "{}" },
  },
];

interface Answer {
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly details: readonly { readonly name: string; readonly changed: readonly string[] }[];
  };
}

async function searchfit(...words: string[]) {
  const flags = words[0] === "compare" && words.length > 1 ? [] : ["--experiment", "shop"];
  const command = [...words, ...flags, "--json"];
  const { code, stdout, stderr } = await runSearchfit(command, { folder: folder() });
  return { code, stderr, error: (JSON.parse(stdout) as Answer).error };
}

/** Writes the experiment after these further steps, each run alone. */
const wroteAfter = (...alone: ChainedStep[]) =>
  writeChainedExperiment(experiment(), [...chain, ...alone]);

beforeEach(() => {
  rmSync(experiment(), { recursive: true, force: true });
});

describe("a step run alone after split with another seed", () => {
  it("does not measure a model that was trained on the former split", async () => {
    await wroteAfter(splitWith(7), baselineOf('"of seed 7"'));
    const { code, error } = await searchfit("evaluate");
    expect(code).toBe(1);
    expect(error).toMatchObject({
      code: "STALE_RESULTS",
      hint: expect.stringContaining("searchfit train --experiment shop"),
      details: [
        { name: "mine", changed: ["train_split.json", "tests"] },
        { name: "fine-tune", changed: ["train_split.json"] },
      ],
    });
    expect(error?.message).toContain("fine-tune: train_split.json has changed since it ran");
  });

  it("does not compare former runs on the new queries", async () => {
    await wroteAfter(splitWith(7));
    const { error } = await searchfit("compare");
    expect(error?.code).toBe("STALE_RESULTS");
    const names = error?.details.map(({ name }) => name);
    expect(names).toEqual(["baseline", "mine", "fine-tune", "evaluate"]);
  });

  it("does not mine from a former ranking, nor write a job of former negatives", async () => {
    await wroteAfter(splitWith(7));
    for (const words of [["mine"], ["fine-tune", "--job-only", "job"]])
      expect((await searchfit(...words)).error?.code, words[0]).toBe("STALE_RESULTS");
  });

  it("does not compare the experiment with others", async () => {
    await wroteAfter(splitWith(7));
    const { error } = await searchfit("compare", "shop", experiment());
    expect(error?.code).toBe("STALE_RESULTS");
  });

  it("reports the new split, and leaves out what is of the former, with a warning", async () => {
    await wroteAfter(splitWith(7));
    const { code, stderr } = await searchfit("report");
    expect(code).toBe(0);
    expect(stderr).toContain("  - fine-tune: changed since it ran: train_split.json");
    expect(stderr).toContain("  - compare: changed since it ran: tests");
    const report = readFileSync(experiment("EVALUATION_REPORT.md"), "utf8");
    expect(report).toContain("(Run `evaluate` and `compare` to fill this in)");
    expect(report).toContain("(Run `fine-tune` to fill this in)");
    expect(report).toMatch(/seed:?\W+7/iu);
  });
});

it("goes on where the split was made again as it was", async () => {
  await wroteAfter(splitWith(7), splitWith(42));
  expect((await searchfit("mine")).error?.code).not.toBe("STALE_RESULTS");
});

it("measures a model of the user's own, and says that nothing shows what it is of", async () => {
  await wroteAfter(splitWith(7), baselineOf('"of seed 7"'));
  writeFileSync(experiment("model", "config.json"), '{"own":true}');
  const { stderr, error } = await searchfit("evaluate");
  expect(error?.code).not.toBe("STALE_RESULTS");
  expect(stderr).toContain("nothing shows what it was made from: model");
});
