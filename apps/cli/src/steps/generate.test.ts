import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJsonLines, readTrainingPairs } from "@searchfit/retrieval-dataset";
import { expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";
import { splitFiles } from "./split-files.ts";
import { readQuerySet } from "./test-queries.ts";
import { writeTrainingFiles } from "./training-files.ts";

const folder = temporaryFolder();
const things = ["lamp", "kettle", "drill", "rug", "tent", "mug"];
const products = Array.from({ length: 60 }, (_, id) => {
  const title = `Maker${id} word${id} ${things[id % things.length]}`;
  const texts = { title, description: `Unlike ${id * 7919} others.`, searchable_content: title };
  return { id: `${id}`, ...texts, category: null, tags: [], source_file: null };
});
const queriesOf = (id: number) => [
  { text: `word${id} from maker${id}`, style: "brand" },
  { text: `what nobody calls so ${id * 31}z${id}`, style: "need" },
  ...(id < 2 ? [{ text: "gift for an aunt", style: "natural" }] : []),
];

it("carries weights, other relevant products and paraphrases from the gates to the trainer", async () => {
  const experiment = join(folder(), "experiments", "x");
  mkdirSync(experiment, { recursive: true });
  writeFileSync(join(experiment, "products.json"), JSON.stringify(products));
  const written = products.map(({ id }) => ({ product_id: id, queries: queriesOf(Number(id)) }));
  const said = products.map(({ id }) => {
    const [{ text: of = "" } = {}] = queriesOf(Number(id));
    return { product_id: id, task: "paraphrase", queries: [{ text: `${of} put otherwise`, of }] };
  });
  const lines = [...written, ...said].map((line) => JSON.stringify(line));
  writeLines(join(folder(), "recorded.jsonl"), lines);
  const roundTrip = { action: "down-weight", weight: 0.25, styles: ["need"], top: 5 };
  const config = { generation: { paraphrases: 1, roundTrip } };
  writeFileSync(join(folder(), "searchfit.config.json"), JSON.stringify(config));
  const flags = ["--experiment", "x", "--source", "jsonl:none.jsonl"];
  for (const step of ["generate", "split"]) {
    const words = [step, ...flags, "--queries", "recorded:recorded.jsonl"];
    const { code, stderr } = await runSearchfit(words, { folder: folder() });
    expect([step, code, stderr]).toEqual([step, 0, expect.any(String)]);
  }
  const pairs = await readTrainingPairs(join(experiment, "training_pairs.json"));
  expect(pairs.filter(({ weight }) => weight === 0.25)).toHaveLength(60);
  expect(pairs.find(({ query }) => query === "gift for an aunt")?.also_relevant).toEqual(["1"]);
  expect(pairs.filter(({ paraphrase_of: of }) => of !== undefined)).toHaveLength(60);
  await expectParaphrasesInTrainingAlone(experiment);
  await expectWeightsForTheTrainer(experiment);
});

async function expectParaphrasesInTrainingAlone(experiment: string): Promise<void> {
  const train = await readTrainingPairs(join(experiment, splitFiles.train));
  expect(train.some(({ paraphrase_of: of }) => of !== undefined)).toBe(true);
  for (const side of ["dev", "test", "known"] as const) {
    const pairs = await readTrainingPairs(join(experiment, splitFiles[side]));
    expect(pairs.filter(({ paraphrase_of: of }) => of !== undefined)).toEqual([]);
  }
  const sets = await Promise.all(
    (["train", "dev", "newProducts"] as const).map((name) => readQuerySet(experiment, name)),
  );
  const aunt = sets.flatMap((set) => {
    const query = set?.queries.find(({ text }) => text === "gift for an aunt");
    return query === undefined ? [] : [Object.fromEntries(set?.qrels.get(query._id) ?? [])];
  });
  expect(aunt).toEqual([{ 0: 2, 1: 1 }]);
}

async function expectWeightsForTheTrainer(experiment: string): Promise<void> {
  writeLines(join(experiment, "hard_negatives.jsonl"), []);
  mkdirSync(join(experiment, "runs"));
  writeLines(join(experiment, "runs", "baseline.content.dev.trec"), []);
  const work = join(folder(), "work");
  const { trainFile, pairs } = await writeTrainingFiles(experiment, work, { titles: true });
  const rows = await readJsonLines<{ anchor: string; kind: string; weight?: number }>(trainFile);
  expect(rows).toHaveLength(2 * pairs);
  for (const { anchor, weight } of rows)
    expect([anchor, weight]).toEqual([anchor, anchor.startsWith("what") ? 0.25 : undefined]);
  expect(readFileSync(trainFile, "utf8")).toContain('"weight":0.25');
}
