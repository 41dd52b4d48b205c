import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openExperiment, type Experiment } from "./open-experiment.ts";
import { traceOrigins } from "./trace-origins.ts";

let root = "";
let experiment: Experiment;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "origins-"));
  experiment = await openExperiment({ folder: root, config: {}, seed: 42, versions: {} });
  put("own.csv", "products");
  await make("pairs", [join(root, "own.csv"), "pairs.json"]);
  await make("split", ["pairs.json", "train.json"]);
  await make("train", ["train.json", "model"]);
});
afterEach(() => {
  experiment.close();
  rmSync(root, { recursive: true });
});

const put = (path: string, text: string) => {
  writeFileSync(join(root, path), text);
};

/** Runs a step whose output is a text of its own. */
const make = (name: string, [input, output]: readonly [string, string], text = `by ${name}`) =>
  experiment.runStep(
    { name, version: 1, config: { text }, inputs: [input], outputs: [output] },
    async ({ workFolder }) => {
      await writeFile(join(workFolder, output), text);
      return null;
    },
  );

it("finds nothing where files stem from what is there", async () => {
  expect(await experiment.traceOrigins(["model"])).toEqual({ stale: [], unrecorded: [] });
});

it("names the step that ran on other inputs than those there now, and the inputs", async () => {
  await make("split", ["pairs.json", "train.json"], "another split");
  expect(await experiment.traceOrigins(["model", "train.json"])).toEqual({
    stale: [{ name: "train", changed: ["train.json"] }],
    unrecorded: [],
  });
  expect(await experiment.traceOrigins(["train.json"])).toEqual({ stale: [], unrecorded: [] });
});

it("looks at the steps before, too", async () => {
  await make("pairs", [join(root, "own.csv"), "pairs.json"], "other pairs");
  const { stale } = await experiment.traceOrigins(["model"]);
  expect(stale).toEqual([{ name: "split", changed: ["pairs.json"] }]);
});

it("goes by content: what is made again as it was is not stale", async () => {
  await make("split", ["pairs.json", "train.json"], "another split");
  await make("split", ["pairs.json", "train.json"]);
  expect((await experiment.traceOrigins(["model"])).stale).toEqual([]);
});

it("traces a file that somebody put there no further, and names it", async () => {
  await make("split", ["pairs.json", "train.json"], "another split");
  put("model", "of the user's own");
  expect(await experiment.traceOrigins(["model"])).toEqual({ stale: [], unrecorded: ["model"] });
});

it("names a file of the user's own that a step was run on", async () => {
  put("train.json", "edited");
  await make("train", ["train.json", "model"], "by edited pairs");
  expect((await experiment.traceOrigins(["model"])).unrecorded).toEqual(["train.json"]);
});

it("does not count an absolute input, nor one that is gone", async () => {
  put("own.csv", "other products");
  rmSync(join(root, "train.json"));
  expect(await experiment.traceOrigins(["model", "never-made"])).toEqual({
    stale: [],
    unrecorded: [],
  });
});

it("reads the records of a folder that is not open", async () => {
  put("train.json", "edited");
  const { steps } = experiment.manifest();
  const { stale } = await traceOrigins({ folder: root, steps }, ["model"]);
  expect(stale).toEqual([{ name: "train", changed: ["train.json"] }]);
});

it("keeps what a step ran with", () => {
  expect(experiment.manifest().steps.map(({ config }) => config)).toContainEqual({
    text: "by split",
  });
});
