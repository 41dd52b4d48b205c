import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensurePythonEnvironment } from "@searchfit/trainer-bridge";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "./run-searchfit.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const sample = join(import.meta.dirname, "../../../sample-data");
const folder = temporaryFolder();
const inFolder = (...path: string[]) => join(folder(), ...path);
const experiment = (...path: string[]) => inFolder("experiments", "default", ...path);
const run = (...words: string[]) => runSearchfit(words, { folder: folder() });
const lines = (text: string) => text.trim().split("\n");
const parsed = <Value>(...path: string[]) =>
  JSON.parse(readFileSync(experiment(...path), "utf8")) as Value;

/** One category of the sample, 40 products, and every setting that reaches from Node into the trainer. */
beforeAll(() => {
  const read = (name: string) => lines(readFileSync(join(sample, name), "utf8"));
  const chosen = read("products.jsonl").filter((line) => /^\{"id": "8\d\d"/.test(line));
  const ids = new Set(chosen.map((line) => (JSON.parse(line) as { id: string }).id));
  const queries = read("recorded-queries.jsonl").filter((line) =>
    ids.has((JSON.parse(line) as { product_id: string }).product_id),
  );
  writeFileSync(inFolder("products.jsonl"), chosen.join("\n"));
  writeFileSync(inFolder("queries.jsonl"), queries.join("\n"));
  const settings = {
    ...{ source: "jsonl:products.jsonl", queries: "recorded:queries.jsonl", judged: null },
    threads: 2,
    negatives: { count: 2, fromRank: 1 },
    training: {
      ...{ epochs: 1, batchSize: 16, teacher: "fusion", teacherDocuments: 4 },
      ...{ evaluateEverySteps: 6, averageEpochs: true },
      ...{ queryPrompt: "query: ", documentPrompt: "product: " },
    },
  };
  writeFileSync(inFolder("searchfit.config.json"), JSON.stringify(settings));
});

it("writes a training as a folder, without training", async () => {
  for (const step of ["extract", "generate", "split", "baseline", "mine"]) {
    expect((await run(step)).code, step).toBe(0);
  }
  const { code, stdout } = await run("fine-tune", "--job-only", "job", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ job: inFolder("job") });
  expect(existsSync(experiment("model"))).toBe(false);
});

it("mines and distils products that training may see, and no others", () => {
  const { assignment } = parsed<{ assignment: { side: string; products: string[] }[] }>(
    "split.json",
  );
  const seen = new Set(
    assignment.flatMap(({ side, products }) => (side === "train" ? products : [])),
  );
  const rankings = lines(readFileSync(experiment("teacher_rankings.jsonl"), "utf8")).map(
    (line) => JSON.parse(line) as { documents: string[]; scores: number[] },
  );
  expect(rankings.length).toBeGreaterThan(50);
  for (const { documents, scores } of rankings) {
    expect(documents.filter((id) => !seen.has(id))).toEqual([]);
    expect(documents.length).toBeLessThanOrEqual(4);
    expect(scores).toHaveLength(documents.length);
  }
  const mined = lines(readFileSync(experiment("hard_negatives.jsonl"), "utf8")).flatMap(
    (line) => (JSON.parse(line) as { negatives: string[] }).negatives,
  );
  expect(mined.length).toBeGreaterThan(50);
  expect(mined.filter((id) => !seen.has(id))).toEqual([]);
});

it("refuses a job that has not run, and one of other settings", async () => {
  const early = await run("adopt", "job");
  expect(early.code).toBe(1);
  expect(early.stderr).toContain("the training has not run to its end");
  cpSync(inFolder("job"), inFolder("other"), { recursive: true });
  writeFileSync(
    inFolder("other", "result.json"),
    JSON.stringify({ format: "searchfit-job-result/1", result: {}, files: {} }),
  );
  const other = await run("adopt", "other", "--epochs", "3");
  expect(other.code).toBe(1);
  expect(other.stderr).toContain("its epochs is 1, the experiment's 3");
  expect(existsSync(experiment("model"))).toBe(false);
});

it("takes the job back from where it ran, and goes on with evaluate", async () => {
  const { python } = await ensurePythonEnvironment({
    cacheFolder: join(homedir(), ".cache", "searchfit"),
    environment: process.env,
  });
  const elsewhere = inFolder("elsewhere");
  cpSync(inFolder("job"), elsewhere, { recursive: true });
  rmSync(inFolder("job"), { recursive: true });
  await promisify(execFile)(python, ["-m", "searchfit_trainer", "."], { cwd: elsewhere });
  const adopted = await run("adopt", "elsewhere");
  expect(adopted.stderr).toContain("trained elsewhere");
  expect(adopted.code).toBe(0);
  const { code, stdout } = await run("train", "--json");
  expect(code).toBe(0);
  const { steps } = JSON.parse(stdout) as { steps: { name: string; status: string }[] };
  const status = Object.fromEntries(steps.map((step) => [step.name, step.status]));
  expect(status).toMatchObject({ "fine-tune": "skipped", evaluate: "done", report: "done" });
});

it("leaves a model that knows its prompts, and says what it forgot", () => {
  expect(parsed("model", "config_sentence_transformers.json")).toMatchObject({
    prompts: { query: "query: ", document: "product: " },
  });
  const metadata = parsed<{ config: object; average: { evaluations: number } }>(
    "model",
    "metadata.json",
  );
  expect(metadata.config).toMatchObject({ teacher: "lists", teacherLoss: "kl" });
  expect(metadata.average.evaluations).toBeGreaterThan(1);
  const { forgetting } = parsed<{ forgetting: Record<string, number> }>("comparison_report.json");
  expect(forgetting).toMatchObject({ dataset: "shipped", queries: 60 });
  expect(forgetting.baseline).toBeGreaterThan(0.85);
  expect(readFileSync(experiment("EVALUATION_REPORT.md"), "utf8")).toContain("General Texts");
});
